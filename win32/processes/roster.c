/* SPDX-License-Identifier: MIT */
/* roster.c — the processes that there are, and their threads, by /proc. See roster.h. */
#include "roster.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

bool mww_list_room(void **inout_list, size_t count, size_t *inout_room, size_t entry_bytes)
{
        size_t room = *inout_room ? *inout_room * 2 : 64;
        void *bigger;

        if (count < *inout_room)
                return true;
        bigger = realloc(*inout_list, room * entry_bytes);
        if (!bigger) {
                free(*inout_list);
                *inout_list = NULL;
                return false;
        }
        *inout_list = bigger;
        *inout_room = room;
        return true;
}

/* What is between the last parentheses may be anything. */
static bool read_stat(DWORD id, mww_roster_entry *out_entry)
{
        char path[48];
        char line[1024];
        const char *open;
        const char *close;
        size_t length;
        FILE *stream;

        snprintf(path, sizeof path, "/proc/%u/stat", id);
        stream = fopen(path, "re");
        if (!stream)
                return false;
        length = fread(line, 1, sizeof line - 1, stream);
        fclose(stream);
        line[length] = '\0';
        open = strchr(line, '(');
        close = strrchr(line, ')');
        if (!open || !close || close - open > MAX_PATH ||
            sscanf(close, ") %*c %u %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %u",
                   &out_entry->parent, &out_entry->thread_count) != 2)
                return false;
        snprintf(out_entry->name, sizeof out_entry->name, "%.*s", (int) (close - open - 1),
                 open + 1);
        return true;
}

/* The file's whole name, where we may see it: the kernel's own is cut. */
static void read_name(mww_roster_entry *entry)
{
        static const char deleted[] = " (deleted)";
        char path[48];
        char file[PATH_MAX];
        const char *name;
        ssize_t length;

        snprintf(path, sizeof path, "/proc/%u/exe", entry->process);
        length = readlink(path, file, sizeof file - 1);
        if (length <= 0)
                return;
        file[length] = '\0';
        if (length > (ssize_t) sizeof deleted &&
            strcmp(file + length - (sizeof deleted - 1), deleted) == 0)
                file[length - (ssize_t) (sizeof deleted - 1)] = '\0';
        name = strrchr(file, '/');
        snprintf(entry->name, sizeof entry->name, "%.*s", MAX_PATH - 1, name ? name + 1 : file);
}

DWORD mww_roster_processes(mww_roster_entry **out_entries, size_t *out_count)
{
        DIR *list = opendir("/proc");
        const struct dirent *entry;
        void *all = NULL;
        size_t count = 0;
        size_t room = 0;

        if (!list)
                return mww_error_of_errno(errno);
        while ((entry = readdir(list)) != NULL) {
                mww_roster_entry *made;

                if (!isdigit((unsigned char) entry->d_name[0]))
                        continue;
                if (!mww_list_room(&all, count, &room, sizeof *made)) {
                        closedir(list);
                        return ERROR_NOT_ENOUGH_MEMORY;
                }
                made = (mww_roster_entry *) all + count;
                *made = (mww_roster_entry){ .process = (DWORD) atoi(entry->d_name) };
                if (!read_stat(made->process, made))
                        continue; /* it has just ended */
                read_name(made);
                count++;
        }
        closedir(list);
        *out_entries = all;
        *out_count = count;
        return ERROR_SUCCESS;
}

/* Adds one process's threads; false: no memory. */
static bool add_threads(DWORD process, void **inout_all, size_t *inout_count, size_t *inout_room)
{
        char path[48];
        const struct dirent *entry;
        DIR *list;

        snprintf(path, sizeof path, "/proc/%u/task", process);
        list = opendir(path);
        while (list && (entry = readdir(list)) != NULL) {
                if (!isdigit((unsigned char) entry->d_name[0]))
                        continue;
                if (!mww_list_room(inout_all, *inout_count, inout_room, sizeof(mww_roster_entry))) {
                        closedir(list);
                        return false;
                }
                ((mww_roster_entry *) *inout_all)[(*inout_count)++] =
                        (mww_roster_entry){ .process = process,
                                            .thread = (DWORD) atoi(entry->d_name) };
        }
        if (list)
                closedir(list);
        return true;
}

DWORD mww_roster_threads(mww_roster_entry **out_entries, size_t *out_count)
{
        mww_roster_entry *processes;
        size_t process_count;
        void *all = NULL;
        size_t count = 0;
        size_t room = 0;
        bool done = true;
        DWORD error = mww_roster_processes(&processes, &process_count);

        if (error)
                return error;
        for (size_t at = 0; done && at < process_count; at++)
                done = add_threads(processes[at].process, &all, &count, &room);
        free(processes);
        *out_entries = all;
        *out_count = count;
        return done ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}
