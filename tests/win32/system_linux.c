/* SPDX-License-Identifier: MIT */
/* system_linux.c — threads and processes of the table, natively. */
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support.h"

extern char **environ;

struct thread {
        pthread_t id;
        void (*body)(void *);
        void *argument;
};

struct peer {
        pid_t id;
};

/* A test that is killed leaves what it held; so it must not be among a user's objects. */
__attribute__((constructor)) static void demand_a_home(void)
{
        if (getenv("MAPWIRE_DIR") && getenv("MAPWIRE_GLOBAL_DIR"))
                return;
        fputs("this test wants a home: sh tests/win32/private.sh PROGRAM ARGUMENT...\n", stderr);
        _exit(2);
}

static void *run(void *argument)
{
        thread *started = argument;

        started->body(started->argument);
        return NULL;
}

thread *thread_start(void (*body)(void *), void *argument)
{
        thread *started = malloc(sizeof *started);

        started->body = body;
        started->argument = argument;
        if (pthread_create(&started->id, NULL, run, started) != 0)
                abort();
        return started;
}

void thread_join(thread *started)
{
        pthread_join(started->id, NULL);
        free(started);
}

peer *peer_start(const char *role, const char *argument)
{
        peer *started = malloc(sizeof *started);
        char path[4096];
        ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
        char *arguments[] = { path, (char *) "peer", (char *) role, (char *) argument, NULL };

        if (length <= 0)
                abort();
        path[length] = '\0';
        if (posix_spawn(&started->id, path, NULL, NULL, arguments, environ) != 0)
                abort();
        return started;
}

int peer_end(peer *started, DWORD *out_exit_code)
{
        int status = 0;

        waitpid(started->id, &status, 0);
        free(started);
        *out_exit_code = WIFEXITED(status) ? (DWORD) WEXITSTATUS(status) : 0;
        return WIFEXITED(status);
}

void peer_kill(peer *started)
{
        int status;

        kill(started->id, SIGKILL);
        waitpid(started->id, &status, 0);
        free(started);
}

/* Every thread of this process but the calling one is asleep. */
static int others_sleep(void)
{
        DIR *tasks = opendir("/proc/self/task");
        const struct dirent *task;
        int awake = 0;

        while (tasks && (task = readdir(tasks)) != NULL) {
                char path[300];
                char state = 'S';
                FILE *stat;

                if (task->d_name[0] == '.' || atoi(task->d_name) == gettid())
                        continue;
                snprintf(path, sizeof path, "/proc/self/task/%s/stat", task->d_name);
                stat = fopen(path, "re");
                if (stat) { /* else it has just ended */
                        if (fscanf(stat, "%*d (%*[^)]) %c", &state) != 1)
                                state = 'S';
                        fclose(stat);
                }
                awake += state != 'S';
        }
        if (tasks)
                closedir(tasks);
        return !awake;
}

/* Three looks in a row, as one sleep may be a short one on the way. */
void settle(void)
{
        int looks = 0;

        for (int tries = 0; looks < 3 && tries < 1000; tries++) {
                Sleep(15);
                looks = others_sleep() ? looks + 1 : 0;
        }
}

long long clock_us(void)
{
        struct timespec now;

        clock_gettime(CLOCK_MONOTONIC, &now);
        return now.tv_sec * 1000000ll + now.tv_nsec / 1000;
}

/* Containers often mount /dev/shm with noexec. */
int can_execute_views(void)
{
        const char *directory = getenv("MAPWIRE_DIR");
        struct statvfs objects;

        return statvfs(directory ? directory : "/dev/shm", &objects) == 0 &&
               !(objects.f_flag & ST_NOEXEC);
}

int runs_on_wine(void)
{
        return 0;
}

int runs_natively(void)
{
        return 1;
}

void end_at_a_crash(void)
{
        /* A signal does. */
}

const char *own_path(void)
{
        static char path[4096];
        ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);

        path[length > 0 ? length : 0] = '\0';
        return path;
}
