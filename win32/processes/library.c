/* SPDX-License-Identifier: MIT */
/* library.c — LoadLibrary, GetProcAddress, FreeLibrary, GetModuleHandle and
 * GetModuleFileName.
 *
 * Windows' own libraries are this one: a program that asks kernel32.dll for a
 * function gets the layer's, if it is there. Any other name is a Linux library:
 * the file itself, or, for a bare name like "plugin.dll", plugin.dll or
 * libplugin.so beside the program or where the loader looks.
 *
 * A module's handle is the record of it here, so that a wrong one is refused
 * rather than followed. Records are never freed; a module that is unloaded and
 * loaded again gets its record back.
 */
#include "dll_main.h"
#include "roster.h"
#include "text/utf.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/auxv.h>
#include <unistd.h>

typedef struct module {
        struct module *next;
        void *library; /* dlopen's; NULL: not loaded now */
        char *name;    /* as it was asked for            */
        unsigned count;
        bool is_layer;
} module;

MWW_LOCK(lock)
static module *modules;
static module program = { .name = (char *) "", .count = 1 };

static const char *const ours[] = { "kernel32", "kernelbase", "ntdll",    "user32",  "advapi32",
                                    "winmm",    "msvcrt",     "ucrtbase", "shell32", "psapi" };

static bool is_ours(const char *name)
{
        size_t length = strlen(name);

        if (length > 4 && strcasecmp(name + length - 4, ".dll") == 0)
                length -= 4;
        for (size_t at = 0; at < sizeof ours / sizeof *ours; at++)
                if (strlen(ours[at]) == length && strncasecmp(ours[at], name, length) == 0)
                        return true;
        return false;
}

/* This library, or the program that it was linked into. */
static void *open_ourselves(int flags)
{
        Dl_info self;
        void *library = NULL;

        if (dladdr((const void *) (uintptr_t) LoadLibraryA, &self) && self.dli_fname)
                library = dlopen(self.dli_fname, flags | RTLD_NOLOAD);
        return library ? library : dlopen(NULL, flags);
}

/* A path is made absolute: GetModuleFileName tells it, wherever the program goes. */
static void *open_file(const char *path, int flags)
{
        char absolute[PATH_MAX];
        char here[PATH_MAX];

        while (path[0] == '.' && path[1] == '/')
                path += 2 + strspn(path + 2, "/");
        if (path[0] == '/' || !getcwd(here, sizeof here) ||
            snprintf(absolute, sizeof absolute, "%s/%s", here, path) >= (int) sizeof absolute)
                return dlopen(path, flags);
        return dlopen(absolute, flags);
}

/* The places where a bare name may be; NULL at the end. */
static void *open_library(const char *path, int flags)
{
        static const char *const patterns[] = { "%s%.*s",        "%s%.*s.dll", "%s%.*s.so",
                                                "%slib%.*s.so",  "./%s%.*s",   "./%s%.*s.so",
                                                "./%slib%.*s.so" };
        const char *slash = strrchr(path, '/');
        const char *base = slash ? slash + 1 : path;
        int stem = (int) strlen(base);
        char *folder = strndup(path, (size_t) (base - path));
        void *library = slash ? open_file(path, flags) : dlopen(path, flags);

        if (stem > 4 && strcasecmp(base + stem - 4, ".dll") == 0)
                stem -= 4;
        for (size_t at = 0; folder && !library && at < sizeof patterns / sizeof *patterns; at++) {
                char tried[PATH_MAX + 16];

                /* A path of its own is not looked for elsewhere. */
                if (slash && patterns[at][0] == '.')
                        break;
                snprintf(tried, sizeof tried, patterns[at], folder, stem, base);
                library = strchr(tried, '/') ? open_file(tried, flags) : dlopen(tried, flags);
        }
        free(folder);
        return library;
}

/* Under the lock. */
static module *find(const char *name)
{
        bool wants_layer = is_ours(name);
        module *one = modules;

        while (one && !(wants_layer ? one->is_layer : strcasecmp(one->name, name) == 0))
                one = one->next;
        return one;
}

/* Under the lock: is this a module that is loaded? */
static module *module_of(HMODULE handle)
{
        module *one = modules;

        if (!handle || (void *) handle == &program)
                return &program;
        while (one && ((void *) one != handle || !one->library))
                one = one->next;
        return one;
}

/* Under the lock: its record; NULL without memory. */
static module *record_of(const char *name)
{
        module *one = find(name);

        if (one)
                return one;
        one = calloc(1, sizeof *one);
        if (!one || !(one->name = strdup(name))) {
                free(one);
                return NULL;
        }
        one->is_layer = is_ours(name);
        one->next = modules;
        modules = one;
        return one;
}

/* Not under the lock: what a library does when it begins may need it. */
static void *open_for(const module *one)
{
        void *library;

        mww_dlls_load(+1);
        library = one->is_layer ? open_ourselves(RTLD_NOW) : open_library(one->name, RTLD_NOW);
        mww_dlls_load(-1);
        return library;
}

/* Another thread may have been quicker. */
static void keep_or_close(module *one, void *library)
{
        pthread_mutex_lock(&lock);
        one->count++;
        if (!one->library) {
                one->library = library;
                library = NULL;
        }
        pthread_mutex_unlock(&lock);
        if (library)
                dlclose(library);
}

static DWORD load(const char *name, module **out_module)
{
        module *one;
        void *library = NULL;
        bool is_loaded;

        pthread_mutex_lock(&lock);
        one = record_of(name);
        is_loaded = one && one->library && one->count;
        if (is_loaded)
                one->count++;
        pthread_mutex_unlock(&lock);
        if (!one)
                return ERROR_NOT_ENOUGH_MEMORY;
        if (!is_loaded) {
                library = open_for(one);
                if (!library)
                        return ERROR_MOD_NOT_FOUND;
                keep_or_close(one, library);
        }
        *out_module = one;
        if (mww_dlls_attach())
                return ERROR_SUCCESS;
        FreeLibrary((HMODULE) (void *) one);
        return ERROR_DLL_INIT_FAILED;
}

HMODULE LoadLibraryExA(LPCSTR name, HANDLE file, DWORD flags)
{
        char path[PATH_MAX];
        module *loaded = NULL;
        DWORD error = name && *name ? ERROR_SUCCESS : ERROR_INVALID_PARAMETER;

        if (flags & (LOAD_LIBRARY_AS_DATAFILE | LOAD_LIBRARY_AS_IMAGE_RESOURCE))
                error = ERROR_NOT_SUPPORTED; /* a library of Linux has no resources */
        if (!error)
                error = is_ours(name) ? (snprintf(path, sizeof path, "%s", name), ERROR_SUCCESS) :
                                        mww_path_from_a(name, path);
        if (!error)
                error = load(path, &loaded);
        return error ? (HMODULE) mww_fail_handle(error) : (HMODULE) (void *) loaded;
}

HMODULE LoadLibraryA(LPCSTR name)
{
        return LoadLibraryExA(name, NULL, 0);
}

HMODULE LoadLibraryExW(LPCWSTR wide, HANDLE file, DWORD flags)
{
        char bytes[PATH_MAX];
        LPCSTR name;

        if (!mww_bytes_of_wide(wide, bytes, &name))
                return (HMODULE) mww_fail_handle(ERROR_FILENAME_EXCED_RANGE);
        return LoadLibraryExA(name, file, flags);
}

HMODULE LoadLibraryW(LPCWSTR name)
{
        return LoadLibraryExW(name, NULL, 0);
}

bool mww_library_hold(HMODULE handle)
{
        module *one;

        pthread_mutex_lock(&lock);
        one = module_of(handle);
        if (one && one != &program)
                one->count++;
        pthread_mutex_unlock(&lock);
        return one != NULL;
}

BOOL FreeLibrary(HMODULE handle)
{
        DWORD error = ERROR_SUCCESS;
        void *library = NULL;
        module *one;

        pthread_mutex_lock(&lock);
        one = module_of(handle);
        if (!one || !handle)
                error = ERROR_MOD_NOT_FOUND;
        else if (one != &program && one->count && --one->count == 0)
                library = one->library; /* its DllMain may still ask for it */
        pthread_mutex_unlock(&lock);
        if (library) {
                mww_dlls_unload(+1);
                dlclose(library);
                mww_dlls_unload(-1);
                mww_library_gone(handle);
        }
        return error ? mww_fail(error) : TRUE;
}

/* A function of the layer: what its library depends on is not asked. */
static void *layer_symbol(void *library, const char *name)
{
        void *found = dlsym(library, name);
        Dl_info where;
        Dl_info self;

        if (!found || !dladdr(found, &where) ||
            !dladdr((const void *) (uintptr_t) LoadLibraryA, &self) ||
            where.dli_fbase != self.dli_fbase)
                return NULL;
        return found;
}

FARPROC GetProcAddress(HMODULE handle, LPCSTR name)
{
        void *found = NULL;
        DWORD error = ERROR_PROC_NOT_FOUND;
        module *one;

        pthread_mutex_lock(&lock);
        one = module_of(handle);
        if (!one)
                error = ERROR_MOD_NOT_FOUND;
        else if ((uintptr_t) name > 0xFFFF) /* a number: libraries of Linux have none */
                found = one->is_layer   ? layer_symbol(one->library, name) :
                        one == &program ? dlsym(RTLD_DEFAULT, name) :
                                          dlsym(one->library, name);
        pthread_mutex_unlock(&lock);
        if (!found)
                SetLastError(error);
        return (FARPROC) (uintptr_t) found;
}

HMODULE GetModuleHandleA(LPCSTR name)
{
        char path[PATH_MAX];
        module *one;

        if (!name)
                return (HMODULE) (void *) &program;
        if (is_ours(name)) { /* it is always there */
                one = (module *) (void *) LoadLibraryA(name);
                return (HMODULE) (void *) one;
        }
        if (mww_path_from_a(name, path))
                return (HMODULE) mww_fail_handle(ERROR_MOD_NOT_FOUND);
        pthread_mutex_lock(&lock);
        one = find(path);
        if (one && !one->library)
                one = NULL;
        pthread_mutex_unlock(&lock);
        return one ? (HMODULE) (void *) one : (HMODULE) mww_fail_handle(ERROR_MOD_NOT_FOUND);
}

HMODULE GetModuleHandleW(LPCWSTR wide)
{
        char bytes[PATH_MAX];
        LPCSTR name;

        if (!mww_bytes_of_wide(wide, bytes, &name))
                return (HMODULE) mww_fail_handle(ERROR_MOD_NOT_FOUND);
        return GetModuleHandleA(name);
}

/* ---- modules that are loaded --------------------------------------------------------- */

/* The module that an address lies in; under the lock. */
static module *module_at(const void *address)
{
        const struct link_map *map = NULL;
        Dl_info where;

        if (!dladdr(address, &where))
                return NULL;
        for (module *one = modules; one; one = one->next)
                if (one->library && dlinfo(one->library, RTLD_DI_LINKMAP, &map) == 0 && map &&
                    map->l_name[0] && strcmp(map->l_name, where.dli_fname) == 0)
                        return one;
        return &program; /* what it was linked with is a part of it */
}

/* A library that the program was linked with gets a record when it is asked for. */
HMODULE mww_library_at(const void *address)
{
        Dl_info where;
        Dl_info self;
        module *one;
        void *library;

        pthread_mutex_lock(&lock);
        one = module_at(address);
        if (one == &program && dladdr(address, &where) && where.dli_fname &&
            (library = dlopen(where.dli_fname, RTLD_NOW | RTLD_NOLOAD))) {
                dlclose(library); /* it stays as long as it has code to be asked for */
                if (!dladdr((void *) getauxval(AT_PHDR), &self) ||
                    self.dli_fbase != where.dli_fbase)
                        one = record_of(where.dli_fname);
                if (one != &program && one)
                        one->library = library;
        }
        pthread_mutex_unlock(&lock);
        return (HMODULE) (void *) (one ? one : &program);
}

void mww_library_gone(HMODULE handle)
{
        module *one;

        pthread_mutex_lock(&lock);
        one = handle ? module_of(handle) : NULL;
        if (one && one != &program && one->count == 0)
                one->library = NULL;
        pthread_mutex_unlock(&lock);
}

HMODULE mww_library_of_file(const char *path)
{
        const struct link_map *map = NULL;
        module *one;

        pthread_mutex_lock(&lock);
        for (one = modules; one; one = one->next)
                if (one->library && !one->is_layer &&
                    dlinfo(one->library, RTLD_DI_LINKMAP, &map) == 0 && map &&
                    strcmp(map->l_name, path) == 0)
                        break;
        pthread_mutex_unlock(&lock);
        return (HMODULE) (void *) one;
}

static DWORD check_flags(DWORD flags, HMODULE *out_module)
{
        const DWORD pin_or_not =
                GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;

        if (!out_module || flags & ~(pin_or_not | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS) ||
            (flags & pin_or_not) == pin_or_not)
                return ERROR_INVALID_PARAMETER;
        return ERROR_SUCCESS;
}

/* A pinned module has a count that nobody gives back. */
BOOL GetModuleHandleExA(DWORD flags, LPCSTR name, HMODULE *out_module)
{
        DWORD error = check_flags(flags, out_module);
        HMODULE found;

        if (out_module)
                *out_module = NULL;
        if (error)
                return mww_fail(error);
        if (flags & GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS && name) {
                pthread_mutex_lock(&lock);
                found = (HMODULE) (void *) module_at(name);
                pthread_mutex_unlock(&lock);
                if (!found)
                        return mww_fail(ERROR_MOD_NOT_FOUND);
        } else {
                found = GetModuleHandleA(name);
                if (!found)
                        return FALSE;
        }
        if (!(flags & GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT))
                mww_library_hold(found);
        *out_module = found;
        return TRUE;
}

BOOL GetModuleHandleExW(DWORD flags, LPCWSTR wide, HMODULE *out_module)
{
        char bytes[PATH_MAX];
        LPCSTR name = (LPCSTR) (const void *) wide;

        if (!(flags & GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS) &&
            !mww_bytes_of_wide(wide, bytes, &name)) {
                if (out_module)
                        *out_module = NULL;
                return mww_fail(ERROR_MOD_NOT_FOUND);
        }
        return GetModuleHandleExA(flags, name, out_module);
}

/* The way back into the library isn't there any more; so the end comes from here. */
void FreeLibraryAndExitThread(HMODULE library, DWORD code)
{
        FreeLibrary(library);
        ExitThread(code);
}

BOOL DisableThreadLibraryCalls(HMODULE handle)
{
        BOOL is_module;

        pthread_mutex_lock(&lock);
        is_module = module_of(handle) != NULL;
        pthread_mutex_unlock(&lock);
        if (is_module)
                mww_dlls_deafen(handle);
        return is_module ? TRUE : mww_fail(ERROR_INVALID_HANDLE);
}

/* The module's file, as Windows spells a path. */
static DWORD file_of(HMODULE handle, char out[PATH_MAX])
{
        const struct link_map *map = NULL;
        char path[PATH_MAX] = "";
        char full[PATH_MAX];
        module *one;

        pthread_mutex_lock(&lock);
        one = module_of(handle);
        if (one && one != &program && dlinfo(one->library, RTLD_DI_LINKMAP, &map) == 0 && map)
                snprintf(path, sizeof path, "%s", map->l_name);
        pthread_mutex_unlock(&lock);
        if (!one) { /* where a file begins, as EnumProcessModules tells those that we
                       have no record of */
                Dl_info where;

                if (!dladdr((void *) handle, &where) || where.dli_fbase != (void *) handle)
                        return ERROR_MOD_NOT_FOUND;
                snprintf(path, sizeof path, "%s", where.dli_fname);
        }
        if (path[0] && path[0] != '/' && realpath(path, full)) /* found by a relative search path */
                memcpy(path, full, sizeof path);
        if (!path[0] && readlink("/proc/self/exe", path, sizeof path - 1) < 0)
                return mww_error_of_errno(errno);
        return mww_path_to_windows(path, out) ? ERROR_SUCCESS : ERROR_FILENAME_EXCED_RANGE;
}

/* What doesn't fit is cut, and then the size is returned, as an error. */
DWORD GetModuleFileNameA(HMODULE handle, LPSTR out_path, DWORD capacity)
{
        char path[PATH_MAX];
        DWORD error = file_of(handle, path);
        size_t length;

        if (error)
                return (DWORD) mww_fail(error);
        length = strlen(path);
        if (length < capacity) {
                memcpy(out_path, path, length + 1);
                SetLastError(ERROR_SUCCESS);
                return (DWORD) length;
        }
        if (capacity) {
                memcpy(out_path, path, capacity - 1);
                out_path[capacity - 1] = '\0';
        }
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return capacity;
}

DWORD GetModuleFileNameW(HMODULE handle, LPWSTR out_path, DWORD capacity)
{
        WCHAR wide[PATH_MAX];
        char path[PATH_MAX];
        DWORD error = file_of(handle, path);
        size_t length;
        size_t used;

        if (error)
                return (DWORD) mww_fail(error);
        length = mww_wide_fill(path, strlen(path), sizeof *wide, wide, PATH_MAX - 1, &used);
        wide[length] = 0;
        if (length < capacity) {
                memcpy(out_path, wide, (length + 1) * sizeof *wide);
                SetLastError(ERROR_SUCCESS);
                return (DWORD) length;
        }
        if (capacity) {
                memcpy(out_path, wide, (capacity - 1) * sizeof *wide);
                out_path[capacity - 1] = 0;
        }
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return capacity;
}
