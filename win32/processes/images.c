/* SPDX-License-Identifier: MIT */
/* images.c — the program and the libraries of a process: files that are mapped and have
 * code. See roster.h. */
#include "roster.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* As the kernel names it; it says so when the file is gone. */
static DWORD program_of(pid_t id, char out[PATH_MAX])
{
        static const char deleted[] = " (deleted)";
        char link[48];
        ssize_t length;

        snprintf(link, sizeof link, "/proc/%d/exe", (int) id);
        length = readlink(link, out, PATH_MAX - 1);
        if (length <= 0)
                return length < 0 && errno == ENOENT ? ERROR_GEN_FAILURE :
                                                       mww_error_of_errno(errno);
        out[length] = '\0';
        if (length >= (ssize_t) sizeof deleted &&
            strcmp(out + length - (ssize_t) (sizeof deleted - 1), deleted) == 0)
                out[length - (ssize_t) (sizeof deleted - 1)] = '\0';
        return ERROR_SUCCESS;
}

DWORD mww_image_path(pid_t id, char out[PATH_MAX])
{
        char path[PATH_MAX];
        DWORD error = program_of(id, path);

        if (!error && !mww_path_to_windows(path, out))
                error = ERROR_FILENAME_EXCED_RANGE;
        return error;
}

typedef struct images {
        void *all;
        size_t count;
        size_t room;
        bool has_code; /* the last one; without code it is none */
} images;

static mww_image *last_of(const images *found)
{
        return found->count ? (mww_image *) found->all + found->count - 1 : NULL;
}

/* One line of what is mapped. Parts of a file follow each other. False: no memory. */
static bool add_part(images *found, uintptr_t from, uintptr_t to, bool is_code, const char *path)
{
        mww_image *last = last_of(found);

        if (!last || strcmp(last->path, path) != 0) {
                if (last && !found->has_code)
                        found->count--;
                if (!mww_list_room(&found->all, found->count, &found->room, sizeof *last))
                        return false;
                found->count++;
                found->has_code = false;
                last = last_of(found);
                *last = (mww_image){ .base = from };
                snprintf(last->path, sizeof last->path, "%s", path);
        }
        last->bytes = to - last->base;
        found->has_code = found->has_code || is_code;
        return true;
}

static DWORD read_maps(pid_t id, images *found)
{
        char *line = malloc(PATH_MAX + 100);
        char name[48];
        bool done = line != NULL;
        FILE *stream;

        snprintf(name, sizeof name, "/proc/%d/maps", (int) id);
        stream = fopen(name, "re");
        if (!stream) {
                free(line);
                return errno == ENOENT ? ERROR_INVALID_PARAMETER : mww_error_of_errno(errno);
        }
        while (done && fgets(line, PATH_MAX + 100, stream)) {
                unsigned long from;
                unsigned long to;
                char rights[5];
                int path_at = 0;

                line[strcspn(line, "\n")] = '\0';
                if (sscanf(line, "%lx-%lx %4s %*s %*s %*s %n", &from, &to, rights, &path_at) == 3 &&
                    path_at > 0 && line[path_at] == '/')
                        done = add_part(found, from, to, rights[2] == 'x', line + path_at);
        }
        if (last_of(found) && !found->has_code)
                found->count--;
        fclose(stream);
        free(line);
        return done ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

/* The program to the front, names and handles as programs get them. */
static void finish(images *found, pid_t id)
{
        mww_image *all = found->all;
        char program[PATH_MAX];
        bool is_known = program_of(id, program) == ERROR_SUCCESS;

        for (size_t at = 0; at < found->count; at++) {
                HMODULE record = id == getpid() ? mww_library_of_file(all[at].path) : NULL;

                all[at].handle = record ? record : (HMODULE) all[at].base;
                if (at > 0 && is_known && strcmp(all[at].path, program) == 0) {
                        mww_image kept = all[at];

                        memmove(all + 1, all, at * sizeof *all);
                        all[0] = kept;
                }
        }
        for (size_t at = 0; at < found->count; at++) {
                char path[PATH_MAX];

                strcpy(path, all[at].path);
                if (!mww_path_to_windows(path, all[at].path))
                        strcpy(all[at].path, path);
        }
        if (found->count && id == getpid())
                all[0].handle = GetModuleHandleA(NULL);
}

DWORD mww_images_of(pid_t id, mww_image **out_images, size_t *out_count)
{
        images found = { 0 };
        DWORD error = read_maps(id, &found);

        if (error) {
                free(found.all);
                return error;
        }
        finish(&found, id);
        *out_images = found.all;
        *out_count = found.count;
        return ERROR_SUCCESS;
}
