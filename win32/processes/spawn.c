/* SPDX-License-Identifier: MIT */
/* spawn.c — CreateProcess, and what a process learns of its own creation.
 *
 *      path and arguments   program_path.c, command_line.c
 *      environment          environment.c
 *      handles              inherit.c
 *      the process          launch.c, process.c
 *
 * Consoles. There is no console window to be made, so CREATE_NEW_CONSOLE and its like
 * change nothing: the child has our terminal. Priority classes are a nice value, where
 * that is lower than ours. A debugger's flags are refused.
 */
#include "spawn.h"

#include "child.h"
#include "command_line.h"
#include "environment.h"
#include "inherit.h"
#include "launch.h"
#include "program_path.h"
#include "text/utf.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- arguments ------------------------------------------------------------------- */

/* A copy above 2 of what shall be the child's descriptor `number`; -1: nothing is. */
static DWORD standard_for(const mww_spawn *spawn, int number, int *out_descriptor)
{
        HANDLE handle = spawn->standard[number];
        int descriptor = -1;
        mww_file *file;
        mww_pin pin;

        if (!spawn->uses_standard) {
                descriptor = mww_standard_descriptor(number);
                if (descriptor >= 0)
                        descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
        } else if (handle && handle != INVALID_HANDLE_VALUE &&
                   mww_file_pin(handle, 0, &pin, &file) == ERROR_SUCCESS) {
                descriptor = fcntl(file->descriptor, F_DUPFD_CLOEXEC, 3);
                mww_handle_unpin(&pin);
        }
        if (descriptor < 0) /* as /dev/null, lest a file of its own gets that number */
                descriptor = open("/dev/null", O_RDWR | O_CLOEXEC);
        if (descriptor >= 0 && descriptor < 3) {
                int higher = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);

                close(descriptor);
                descriptor = higher;
        }
        *out_descriptor = descriptor;
        return descriptor < 0 ? mww_error_of_errno(errno) : ERROR_SUCCESS;
}

static DWORD check(const mww_spawn *spawn)
{
        if (!spawn->application && !spawn->command_line)
                return ERROR_INVALID_PARAMETER;
        if (spawn->flags & (DEBUG_PROCESS | DEBUG_ONLY_THIS_PROCESS))
                return ERROR_NOT_SUPPORTED;
        if ((spawn->flags & (DETACHED_PROCESS | CREATE_NEW_CONSOLE)) ==
            (DETACHED_PROCESS | CREATE_NEW_CONSOLE))
                return ERROR_INVALID_PARAMETER;
        return ERROR_SUCCESS;
}

static DWORD error_of_launch(int number)
{
        switch (number) {
        case ENOEXEC:
                return ERROR_BAD_EXE_FORMAT;
        case ENOENT:
                return ERROR_FILE_NOT_FOUND; /* the interpreter of a script */
        case E2BIG:
                return ERROR_FILENAME_EXCED_RANGE;
        case EAGAIN:
                return ERROR_NO_PROC_SLOTS;
        default:
                return mww_error_of_errno(number);
        }
}

static DWORD find_directory(const char *given, char out[PATH_MAX])
{
        struct stat status;
        DWORD error = mww_path_from_a(given, out);

        if (!error && (stat(out, &status) < 0 || !S_ISDIR(status.st_mode)))
                error = ERROR_DIRECTORY;
        return error;
}

/* ---- making it ------------------------------------------------------------------- */

/* What is made on the way, all of it to be undone. */
typedef struct making {
        char path[PATH_MAX];
        char directory[PATH_MAX];
        char *line;
        char **arguments;
        char **environment;
        mww_block block;
        mww_launch launch;
        int start_write;
} making;

static DWORD prepare(const mww_spawn *spawn, making *on)
{
        mww_startup startup = spawn->startup;
        mww_handle_choice choice;
        const char *only[2] = { spawn->application, NULL };
        DWORD error = mww_program_path(
                spawn->application, spawn->search ? spawn->search : spawn->command_line, on->path);

        if (error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND) {
                on->arguments = mww_command_shell(spawn->application, spawn->command_line);
                if (on->arguments) {
                        strcpy(on->path, MWW_SHELL_PATH);
                        error = ERROR_SUCCESS;
                }
        }
        if (!error && spawn->directory)
                error = find_directory(spawn->directory, on->directory);
        if (!error)
                error = mww_attributes_read(spawn->attributes, spawn->inherits, &choice);
        if (error)
                return error;
        on->line = spawn->command_line ? strdup(spawn->command_line) : mww_join_command_line(only);
        if (!on->arguments && on->line)
                on->arguments = mww_split_command_line(on->line, NULL);
        if (!on->arguments)
                return ERROR_NOT_ENOUGH_MEMORY;
        for (int number = 0; number < 3; number++) {
                startup.standard[number] = (uint64_t) (uintptr_t) spawn->standard[number];
                error = standard_for(spawn, number, &on->launch.standard[number]);
                if (error)
                        return error;
        }
        startup.has_handles = spawn->uses_standard && spawn->inherits;
        error = mww_block_make(on->line, spawn->title ? spawn->title : "", &startup,
                               spawn->inherits ? &choice : NULL, spawn->flags & CREATE_SUSPENDED,
                               &on->block);
        if (error)
                return error;
        on->environment = mww_environment_for(
                spawn->environment, spawn->flags & CREATE_UNICODE_ENVIRONMENT, on->block.variable);
        return on->environment ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

static DWORD launch(const mww_spawn *spawn, making *on, pid_t *out_id)
{
        int line[2] = { -1, -1 };
        pid_t id;

        if ((spawn->flags & CREATE_SUSPENDED) &&
            socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, line) < 0)
                return mww_error_of_errno(errno);
        on->start_write = line[1];
        on->launch.path = on->path;
        on->launch.arguments = on->arguments;
        on->launch.environment = on->environment;
        on->launch.directory = spawn->directory ? on->directory : NULL;
        on->launch.kept = on->block.kept;
        on->launch.kept_count = on->block.kept_count;
        on->launch.start_line = on->block.start_line = line[0];
        on->launch.stack = mmap(NULL, MWW_LAUNCH_STACK_BYTES, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
        if (on->launch.stack == MAP_FAILED) {
                on->launch.stack = NULL;
                id = -ENOMEM;
        } else {
                id = mww_launch_start(&on->launch);
        }
        if (line[0] >= 0)
                close(line[0]);
        if (id < 0)
                return error_of_launch(-id);
        *out_id = id;
        return ERROR_SUCCESS;
}

static void lower_priority(pid_t id, DWORD flags)
{
        if (flags & (IDLE_PRIORITY_CLASS | BELOW_NORMAL_PRIORITY_CLASS))
                setpriority(PRIO_PROCESS, (id_t) id, flags & IDLE_PRIORITY_CLASS ? 15 : 5);
}

static void close_standard(making *on)
{
        for (int number = 0; number < 3; number++) {
                if (on->launch.standard[number] >= 0)
                        close(on->launch.standard[number]);
                on->launch.standard[number] = -1;
        }
}

static void drop(void *given)
{
        making *on = given;

        mww_block_close(&on->block);
        mww_unmap_ticket(on->block.ticket);
        if (on->block.file >= 0)
                close(on->block.file);
        close_standard(on);
        if (on->start_write >= 0)
                close(on->start_write);
        if (on->launch.stack)
                munmap(on->launch.stack, MWW_LAUNCH_STACK_BYTES);
        free(on->line);
        free(on->arguments);
        free(on->environment);
        free(on);
}

/* Once the process is there: its objects. It keeps *on_out if it still reads there. */
static DWORD make_objects(const mww_spawn *spawn, making **inout_on, pid_t id,
                          mww_process **out_process, mww_thread **out_first)
{
        making *on = *inout_on;
        bool is_suspended = spawn->flags & CREATE_SUSPENDED;
        mww_process *process =
                mww_process_new(id, on->launch.pidfd, on->block.ticket, on->block.file, true);

        if (mww_own_ticket_has_joined())
                mww_ticket_join(on->block.ticket);
        on->block.ticket = NULL;
        on->block.file = -1;
        if (!process) {
                kill(id, SIGKILL);
                return ERROR_NOT_ENOUGH_MEMORY;
        }
        if (is_suspended) { /* it has descriptors of its own, and may outlive our interest */
                mww_block_release(&on->block);
                close_standard(on);
                process->start_line = on->start_write;
                on->start_write = -1;
                process->gifts = &on->block;
                process->keeps = on;
                process->drop = drop;
                *inout_on = NULL;
        }
        *out_process = process;
        *out_first = mww_process_thread(process, is_suspended);
        if (*out_first && mww_process_watch(process))
                return ERROR_SUCCESS;
        mww_process_terminate(process, 1);
        mww_object_unref((mww_object *) *out_first);
        mww_object_unref(&process->base);
        return ERROR_NOT_ENOUGH_MEMORY;
}

static DWORD give_handles(const mww_spawn *spawn, mww_process *process, mww_thread *first,
                          PROCESS_INFORMATION *out)
{
        PROCESS_INFORMATION made = { .dwProcessId = mww_process_id(process),
                                     .dwThreadId = mww_process_id(process) };

        mww_object_ref(&process->base);
        made.hProcess = mww_handle_new(&process->base, PROCESS_ALL_ACCESS, spawn->inherit_process);
        made.hThread = mww_handle_new(&first->base, THREAD_ALL_ACCESS, spawn->inherit_thread);
        if (made.hProcess && made.hThread) {
                mww_object_unref(&process->base);
                *out = made;
                return ERROR_SUCCESS;
        }
        mww_process_terminate(process, 1);
        mww_object_unref(&process->base);
        if (made.hProcess)
                CloseHandle(made.hProcess);
        if (made.hThread)
                CloseHandle(made.hThread);
        return ERROR_NOT_ENOUGH_MEMORY;
}

DWORD mww_spawn_process(const mww_spawn *spawn, PROCESS_INFORMATION *out)
{
        making *on = calloc(1, sizeof *on);
        mww_process *process;
        mww_thread *first;
        DWORD error = check(spawn);
        pid_t id = 0;

        if (!on)
                return ERROR_NOT_ENOUGH_MEMORY;
        on->block.file = on->start_write = -1;
        for (int number = 0; number < 3; number++)
                on->launch.standard[number] = -1;
        if (!error)
                error = prepare(spawn, on);
        if (!error)
                error = launch(spawn, on, &id);
        if (!error)
                error = make_objects(spawn, &on, id, &process, &first);
        if (!error) {
                lower_priority(id, spawn->flags);
                error = give_handles(spawn, process, first, out);
        }
        if (on)
                drop(on);
        return error;
}

/* ---- CreateProcess --------------------------------------------------------------- */

static void read_startup(const STARTUPINFOA *info, mww_spawn *spawn)
{
        if ((spawn->flags & EXTENDED_STARTUPINFO_PRESENT) && info->cb >= sizeof(STARTUPINFOEXA))
                spawn->attributes = ((const STARTUPINFOEXA *) (const void *) info)->lpAttributeList;
        spawn->startup.flags = info->dwFlags;
        spawn->startup.show_window = info->wShowWindow;
        memcpy(spawn->startup.place, &info->dwX, sizeof spawn->startup.place);
        spawn->uses_standard = info->dwFlags & STARTF_USESTDHANDLES;
        spawn->standard[0] = info->hStdInput;
        spawn->standard[1] = info->hStdOutput;
        spawn->standard[2] = info->hStdError;
}

static BOOL create_process(mww_spawn *spawn, LPSECURITY_ATTRIBUTES process_attributes,
                           LPSECURITY_ATTRIBUTES thread_attributes, PROCESS_INFORMATION *out)
{
        DWORD error = ERROR_INVALID_PARAMETER;

        spawn->inherit_process = mww_wants_inherit(process_attributes);
        spawn->inherit_thread = mww_wants_inherit(thread_attributes);
        if (out)
                error = mww_spawn_process(spawn, out);
        return error ? mww_fail(error) : TRUE;
}

BOOL CreateProcessA(LPCSTR application, LPSTR command_line,
                    LPSECURITY_ATTRIBUTES process_attributes,
                    LPSECURITY_ATTRIBUTES thread_attributes, BOOL inherits, DWORD flags,
                    LPVOID environment, LPCSTR directory, LPSTARTUPINFOA info,
                    LPPROCESS_INFORMATION out)
{
        mww_spawn spawn = { .application = application,
                            .command_line = command_line,
                            .inherits = inherits,
                            .flags = flags,
                            .environment = environment,
                            .directory = directory };

        if (!info)
                return mww_fail(ERROR_INVALID_PARAMETER);
        spawn.title = info->lpTitle;
        read_startup(info, &spawn);
        return create_process(&spawn, process_attributes, thread_attributes, out);
}

static char *bytes_of(LPCWSTR wide)
{
        return wide ? mww_utf8_of_wide(wide, mww_wide_length(wide, 2), 2) : NULL;
}

BOOL CreateProcessW(LPCWSTR application, LPWSTR command_line,
                    LPSECURITY_ATTRIBUTES process_attributes,
                    LPSECURITY_ATTRIBUTES thread_attributes, BOOL inherits, DWORD flags,
                    LPVOID environment, LPCWSTR directory, LPSTARTUPINFOW info,
                    LPPROCESS_INFORMATION out)
{
        char *texts[4] = { bytes_of(application), bytes_of(command_line), bytes_of(directory),
                           info ? bytes_of(info->lpTitle) : NULL };
        mww_spawn spawn = { .application = texts[0],
                            .command_line = texts[1],
                            .inherits = inherits,
                            .flags = flags,
                            .environment = environment,
                            .directory = texts[2],
                            .title = texts[3] };
        BOOL is_done = FALSE;

        if ((application && !texts[0]) || (command_line && !texts[1]) || (directory && !texts[2])) {
                mww_fail(ERROR_NOT_ENOUGH_MEMORY);
        } else if (!info) {
                mww_fail(ERROR_INVALID_PARAMETER);
        } else {
                read_startup((const STARTUPINFOA *) (const void *) info, &spawn);
                is_done = create_process(&spawn, process_attributes, thread_attributes, out);
        }
        for (int at = 0; at < 4; at++)
                free(texts[at]);
        return is_done;
}

_Static_assert(sizeof(STARTUPINFOA) == sizeof(STARTUPINFOW), "the two differ in texts only");

/* ---- GetStartupInfo --------------------------------------------------------------- */

static char *own_title(void)
{
        const char *title;
        mww_startup startup;

        if (mww_startup_info(&startup, &title) && title && title[0])
                return (char *) (uintptr_t) title;
        return (char *) "";
}

void GetStartupInfoA(LPSTARTUPINFOA out)
{
        const char *title;
        mww_startup startup;

        memset(out, 0, sizeof *out);
        out->cb = sizeof *out;
        mww_startup_info(&startup, &title);
        out->lpTitle = own_title();
        out->lpDesktop = (char *) "";
        memcpy(&out->dwX, startup.place, sizeof startup.place);
        out->dwFlags = startup.flags;
        out->wShowWindow = (WORD) startup.show_window;
        if (startup.flags & STARTF_USESTDHANDLES) {
                out->hStdInput = GetStdHandle(STD_INPUT_HANDLE);
                out->hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
                out->hStdError = GetStdHandle(STD_ERROR_HANDLE);
        }
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static WCHAR *wide_title;

static void widen_title(void)
{
        const char *title = own_title();
        size_t units = mww_wide_of_bytes(title, NULL, 0);

        wide_title = calloc(units + 1, sizeof *wide_title);
        if (wide_title)
                mww_wide_of_bytes(title, wide_title, units);
}

void GetStartupInfoW(LPSTARTUPINFOW out)
{
        static WCHAR none[1];

        pthread_once(&once, widen_title);
        GetStartupInfoA((STARTUPINFOA *) (void *) out);
        out->lpTitle = wide_title ? wide_title : none;
        out->lpDesktop = none;
}
