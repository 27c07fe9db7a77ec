/* SPDX-License-Identifier: MIT */
/* holders.c — which processes have a file mapped or open: /proc tells.
 *
 * Locks of open files name no process (their pid is -1 in /proc/locks), so the
 * mappings of each process that we may read are searched for the file's inode.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "os/linux/system.h"

static int has_mapped(const char *pid, uint64_t device, uint64_t inode)
{
        unsigned int device_major, device_minor;
        unsigned long long number;
        char path[64], line[512];
        int found = 0, is_start = 1;
        FILE *maps;

        snprintf(path, sizeof path, "/proc/%.20s/maps", pid);
        if (!(maps = fopen(path, "re")))
                return 0;
        while (!found && fgets(line, sizeof line, maps)) {
                if (is_start && sscanf(line, "%*s %*s %*s %x:%x %llu", &device_major, &device_minor,
                                       &number) == 3)
                        found = number == inode && makedev(device_major, device_minor) == device;
                is_start = strchr(line, '\n') != NULL;
        }
        fclose(maps);
        return found;
}

static int has_open(const char *pid, uint64_t device, uint64_t inode)
{
        struct dirent *entry;
        struct stat st;
        char path[64];
        int found = 0;
        DIR *fds;

        snprintf(path, sizeof path, "/proc/%.20s/fd", pid);
        if (!(fds = opendir(path)))
                return 0;
        while (!found && (entry = readdir(fds)))
                found = entry->d_name[0] != '.' &&
                        fstatat(dirfd(fds), entry->d_name, &st, 0) == 0 && st.st_ino == inode &&
                        st.st_dev == device;
        closedir(fds);
        return found;
}

static void read_command(const char *pid, char *out, size_t room)
{
        char path[64];
        FILE *file;

        snprintf(out, room, "?");
        snprintf(path, sizeof path, "/proc/%.20s/comm", pid);
        if (!(file = fopen(path, "re")))
                return;
        if (fgets(out, (int) room, file))
                out[strcspn(out, "\n")] = 0;
        fclose(file);
}

void mwi_os_holders(uint64_t device, uint64_t inode,
                    void (*each)(void *context, uint32_t pid, const char *command), void *context)
{
        struct dirent *entry;
        char command[64];
        DIR *proc = opendir("/proc");

        if (!proc)
                return;
        while ((entry = readdir(proc)))
                if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
                    (has_mapped(entry->d_name, device, inode) ||
                     has_open(entry->d_name, device, inode))) {
                        read_command(entry->d_name, command, sizeof command);
                        each(context, (uint32_t) strtoul(entry->d_name, NULL, 10), command);
                }
        closedir(proc);
}
