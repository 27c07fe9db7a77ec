/* SPDX-License-Identifier: MIT */
/* job_family.c — the processes that members of a job made, and those that these made.
 *
 * They are found by their parents, as /proc tells. Whose parent has ended has another
 * one by then, and belongs to nobody's family any more.
 */
#include "job.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct relation {
        pid_t id;
        pid_t parent;
        bool is_of_family;
} relation;

static pid_t parent_of(pid_t id)
{
        char path[48];
        char text[512];
        const char *behind_name;
        FILE *file;
        int parent = 0;

        snprintf(path, sizeof path, "/proc/%d/stat", (int) id);
        file = fopen(path, "re");
        if (!file)
                return 0;
        if (fgets(text, sizeof text, file) && (behind_name = strrchr(text, ')')) != NULL &&
            sscanf(behind_name, ") %*c %d", &parent) != 1)
                parent = 0;
        fclose(file);
        return (pid_t) parent;
}

static relation *read_all(size_t *out_count)
{
        DIR *list = opendir("/proc");
        struct dirent *entry;
        relation *all = NULL;
        size_t room = 0;

        *out_count = 0;
        while (list && (entry = readdir(list)) != NULL) {
                pid_t id = (pid_t) atoi(entry->d_name);

                if (id <= 0)
                        continue;
                if (*out_count == room) {
                        relation *more = realloc(all, (room = room ? room * 2 : 64) * sizeof *all);

                        if (!more)
                                break;
                        all = more;
                }
                all[(*out_count)++] = (relation){ .id = id, .parent = parent_of(id) };
        }
        if (list)
                closedir(list);
        return all;
}

static bool is_among(pid_t id, const pid_t *ids, size_t count)
{
        for (size_t at = 0; at < count; at++)
                if (ids[at] == id)
                        return true;
        return false;
}

/* One generation more; false: there is none. */
static bool add_generation(relation *all, size_t count, const pid_t *ancestors,
                           size_t ancestor_count)
{
        bool is_more = false;

        for (size_t child = 0; child < count; child++) {
                if (all[child].is_of_family || is_among(all[child].id, ancestors, ancestor_count))
                        continue;
                all[child].is_of_family = is_among(all[child].parent, ancestors, ancestor_count);
                for (size_t at = 0; at < count && !all[child].is_of_family; at++)
                        all[child].is_of_family =
                                all[at].is_of_family && all[at].id == all[child].parent;
                is_more |= all[child].is_of_family;
        }
        return is_more;
}

pid_t *mww_descendants(const pid_t *ancestors, size_t count, size_t *out_count)
{
        size_t all_count = 0;
        relation *all = count ? read_all(&all_count) : NULL;
        pid_t *found = all_count ? calloc(all_count, sizeof *found) : NULL;

        *out_count = 0;
        while (add_generation(all, all_count, ancestors, count))
                ;
        for (size_t at = 0; found && at < all_count; at++)
                if (all[at].is_of_family)
                        found[(*out_count)++] = all[at].id;
        free(all);
        return found;
}
