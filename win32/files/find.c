/* SPDX-License-Identifier: MIT */
/* find.c — FindFirstFile, FindNextFile, FindClose.
 *
 * The directory is read at once, so a search shows what was there when it began,
 * in the order of NTFS: by name, without case; `.` and `..` first. What a pattern
 * matches is in find_match.c.
 */
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

typedef struct search {
        mww_object base;
        pthread_mutex_t lock; /* of what follows */
        char directory[PATH_MAX];
        char **names;
        size_t count;
        size_t next;
} search;

static void search_destroy(mww_object *object)
{
        search *one = (search *) object;

        for (size_t at = 0; at < one->count; at++)
                free(one->names[at]);
        free(one->names);
        pthread_mutex_destroy(&one->lock);
        free(one);
}

static const mww_class search_class = {
        .all_access = FILE_GENERIC_READ,
        .destroy = search_destroy,
};

static int by_name(const void *one, const void *other)
{
        const char *left = *(char *const *) one;
        const char *right = *(char *const *) other;
        int order = strcasecmp(left, right);

        return order ? order : strcmp(left, right);
}

static bool add(search *one, const char *name)
{
        char **more = realloc(one->names, (one->count + 1) * sizeof *more);

        if (!more)
                return false;
        one->names = more;
        more[one->count] = strdup(name);
        if (!more[one->count])
                return false;
        one->count++;
        return true;
}

static bool is_dots(const char *name)
{
        return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* The names that match, in order. */
static DWORD read_directory(search *one, const char *pattern)
{
        DIR *list = opendir(one->directory);
        char whole[PATH_MAX];
        const struct dirent *entry;
        bool is_root;
        bool fits = true;
        size_t dots;

        if (!list)
                return errno == ENOTDIR && access(one->directory, F_OK) == 0 ? ERROR_DIRECTORY :
                       errno == ENOENT || errno == ENOTDIR ? ERROR_PATH_NOT_FOUND :
                                                             mww_error_of_errno(errno);
        is_root = realpath(one->directory, whole) && strcmp(whole, "/") == 0;
        if (!is_root && mww_name_matches(pattern, "."))
                fits = add(one, ".");
        if (!is_root && fits && mww_name_matches(pattern, ".."))
                fits = add(one, "..");
        dots = one->count;
        while (fits && (entry = readdir(list)) != NULL)
                if (!is_dots(entry->d_name) && mww_name_matches(pattern, entry->d_name))
                        fits = add(one, entry->d_name);
        closedir(list);
        if (!fits)
                return ERROR_NOT_ENOUGH_MEMORY;
        if (one->count > dots)
                qsort(one->names + dots, one->count - dots, sizeof one->names[0], by_name);
        return one->count ? ERROR_SUCCESS : ERROR_FILE_NOT_FOUND;
}

/* Without wildcards: one name, or none. */
static DWORD look_up(search *one, const char *given)
{
        char path[PATH_MAX];
        struct stat status;
        const char *name;
        DWORD error = mww_path_from_a(given, path);

        if (error)
                return error;
        if (lstat(path, &status) < 0)
                return mww_path_error(path, errno);
        name = strrchr(path, '/');
        return add(one, name ? name + 1 : path) ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

static const char *last_name(const char *given)
{
        const char *name = given;

        for (const char *at = given; *at; at++)
                if (*at == '\\' || *at == '/' || (*at == ':' && at == given + 1))
                        name = at + 1;
        return name;
}

static DWORD begin(search *one, const char *given)
{
        const char *name = last_name(given);
        size_t length = (size_t) (name - given);
        char directory[PATH_MAX] = ".";
        DWORD error;

        if (length >= sizeof directory)
                return ERROR_FILENAME_EXCED_RANGE;
        if (length > 0) {
                memcpy(directory, given, length);
                directory[length] = '\0';
        }
        error = mww_path_from_a(directory, one->directory);
        if (error)
                return error;
        if (!name[0]) /* "directory\" */
                return access(one->directory, F_OK) == 0 ? ERROR_FILE_NOT_FOUND :
                                                           ERROR_PATH_NOT_FOUND;
        if (strpbrk(name, "<>:\"|"))
                return ERROR_INVALID_NAME;
        return strpbrk(name, "*?") ? read_directory(one, name) : look_up(one, given);
}

/* What FindFirstFile says of NUL and its kin: a file without anything in it. */
static DWORD begin_device(search *one, const char *given)
{
        char directory[PATH_MAX];
        const char *name = last_name(given);

        memcpy(directory, given, (size_t) (name - given));
        strcpy(directory + (name - given), ".");
        if (mww_path_from_a(directory, one->directory) || access(one->directory, F_OK) < 0)
                return ERROR_PATH_NOT_FOUND;
        one->directory[0] = '\0';
        return add(one, name) ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

/* The next entry, and what is known of it. A file that is gone is skipped. */
static DWORD take(search *one, const char **out_name, mww_facts *out_facts)
{
        DWORD error = ERROR_NO_MORE_FILES;

        while (error && one->next < one->count) {
                char path[PATH_MAX + NAME_MAX + 2];

                *out_name = one->names[one->next++];
                if (!one->directory[0]) {
                        *out_facts = (mww_facts){ .attributes = FILE_ATTRIBUTE_ARCHIVE };
                        return ERROR_SUCCESS;
                }
                snprintf(path, sizeof path, "%s/%s", one->directory, *out_name);
                error = mww_facts_of_path(path, out_facts) ? ERROR_NO_MORE_FILES : ERROR_SUCCESS;
        }
        return error;
}

static void give_wide(const char *name, const mww_facts *facts, WIN32_FIND_DATAW *out)
{
        size_t units;

        memset(out, 0, sizeof *out);
        out->dwFileAttributes = facts->attributes;
        out->ftCreationTime = facts->created;
        out->ftLastAccessTime = facts->accessed;
        out->ftLastWriteTime = facts->written;
        out->nFileSizeHigh = (DWORD) (facts->size_bytes >> 32);
        out->nFileSizeLow = (DWORD) facts->size_bytes;
        units = mww_wide_of_bytes(name, out->cFileName, MAX_PATH - 1);
        out->cFileName[units < MAX_PATH ? units : MAX_PATH - 1] = 0;
}

static void give_bytes(const char *name, const mww_facts *facts, WIN32_FIND_DATAA *out)
{
        WIN32_FIND_DATAW wide;

        give_wide(name, facts, &wide);
        memset(out, 0, sizeof *out);
        memcpy(out, &wide, offsetof(WIN32_FIND_DATAA, cFileName));
        snprintf(out->cFileName, sizeof out->cFileName, "%s", name);
}

static HANDLE find_first(LPCSTR given, void *out_data, bool is_wide)
{
        search *one;
        mww_facts facts;
        const char *name;
        HANDLE handle;
        DWORD error;

        if (!given || !given[0]) {
                SetLastError(ERROR_PATH_NOT_FOUND);
                return INVALID_HANDLE_VALUE;
        }
        one = mww_object_new(&search_class, sizeof *one);
        if (!one) {
                SetLastError(ERROR_NOT_ENOUGH_MEMORY);
                return INVALID_HANDLE_VALUE;
        }
        pthread_mutex_init(&one->lock, NULL);
        error = mww_path_device(given) == MWW_NO_DEVICE ? begin(one, given) :
                                                          begin_device(one, given);
        if (!error && take(one, &name, &facts) != ERROR_SUCCESS)
                error = ERROR_FILE_NOT_FOUND;
        if (error) {
                mww_object_unref(&one->base);
                SetLastError(error);
                return INVALID_HANDLE_VALUE;
        }
        if (is_wide)
                give_wide(name, &facts, out_data);
        else
                give_bytes(name, &facts, out_data);
        handle = mww_handle_new(&one->base, FILE_GENERIC_READ, false);
        if (!handle)
                SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return handle ? handle : INVALID_HANDLE_VALUE;
}

static BOOL find_next(HANDLE handle, void *out_data, bool is_wide)
{
        mww_facts facts;
        const char *name;
        search *one;
        mww_pin pin;
        DWORD error = mww_handle_pin_as(handle, &search_class, 0, &pin);

        if (error)
                return mww_fail(error);
        one = (search *) pin.object;
        pthread_mutex_lock(&one->lock);
        error = take(one, &name, &facts);
        pthread_mutex_unlock(&one->lock);
        if (!error && is_wide)
                give_wide(name, &facts, out_data);
        else if (!error)
                give_bytes(name, &facts, out_data);
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

HANDLE FindFirstFileA(LPCSTR given, LPWIN32_FIND_DATAA out_data)
{
        return find_first(given, out_data, false);
}

HANDLE FindFirstFileW(LPCWSTR given, LPWIN32_FIND_DATAW out_data)
{
        char path[PATH_MAX];
        LPCSTR text;

        if (!mww_bytes_of_wide(given, path, &text))
                return INVALID_HANDLE_VALUE;
        return find_first(text, out_data, true);
}

static bool is_search(FINDEX_INFO_LEVELS level, FINDEX_SEARCH_OPS operation, LPVOID filter)
{
        if (level != FindExInfoStandard && level != FindExInfoBasic) {
                SetLastError(ERROR_INVALID_PARAMETER);
                return false;
        }
        if (operation == FindExSearchLimitToDevices || (unsigned) operation > 2 || filter) {
                SetLastError((unsigned) operation > 2 || filter ? ERROR_INVALID_PARAMETER :
                                                                  ERROR_NOT_SUPPORTED);
                return false;
        }
        return true;
}

/* To search for directories only is a hint, which NTFS doesn't take, either. */
HANDLE FindFirstFileExA(LPCSTR given, FINDEX_INFO_LEVELS level, LPVOID out_data,
                        FINDEX_SEARCH_OPS operation, LPVOID filter, DWORD flags)
{
        return is_search(level, operation, filter) ? find_first(given, out_data, false) :
                                                     INVALID_HANDLE_VALUE;
}

HANDLE FindFirstFileExW(LPCWSTR given, FINDEX_INFO_LEVELS level, LPVOID out_data,
                        FINDEX_SEARCH_OPS operation, LPVOID filter, DWORD flags)
{
        return is_search(level, operation, filter) ? FindFirstFileW(given, out_data) :
                                                     INVALID_HANDLE_VALUE;
}

BOOL FindNextFileA(HANDLE handle, LPWIN32_FIND_DATAA out_data)
{
        return find_next(handle, out_data, false);
}

BOOL FindNextFileW(HANDLE handle, LPWIN32_FIND_DATAW out_data)
{
        return find_next(handle, out_data, true);
}

BOOL FindClose(HANDLE handle)
{
        mww_pin pin;
        DWORD error = mww_handle_pin_as(handle, &search_class, 0, &pin);

        if (error)
                return mww_fail(error);
        mww_handle_unpin(&pin);
        return CloseHandle(handle);
}
