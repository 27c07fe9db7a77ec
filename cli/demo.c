/* SPDX-License-Identifier: MIT */
/* demo.c — mapwire demo: the textbook's exchange, both processes side by side.
 *
 * This process only looks on. It starts the same program twice (by exec, with
 * the same arguments: neither instance is told its part), lets one of them
 * take a step at a time, and prints what it tells. See demo.h for the talk.
 */
#include "demo.h"

#include "cli.h"
#include "json.h"
#include "os.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { OPT_PLAIN = OPT_OWN, OPT_SLOW, OPT_PAUSE, OPT_INSTANCE };

enum { COLUMN = 38, ANSWER_MS = 30000, ASLEEP_MS = 2000 };

struct process {
        pid_t pid;
        int records; /* read end */
        int go;      /* write end */
        char line[700];
        const char *field[DEMO_FIELDS];
        char address[32];
        char page[80];
};

struct show {
        char token[16];
        bool is_plain;
        int64_t pause_ns;
        unsigned step;
        struct process process[2];
};

enum { MARK, ROLE, CALL, RESULT, ADDRESS, PAGE };

/* --- starting and talking --- */

/* Descriptors out of the way of 0 to 4, so that they can be put into place. */
static int make_pipe(int ends[2]) {
        int low[2];

        if (pipe2(low, O_CLOEXEC) < 0)
                return -1;
        ends[0] = fcntl(low[0], F_DUPFD_CLOEXEC, 10);
        ends[1] = fcntl(low[1], F_DUPFD_CLOEXEC, 10);
        close(low[0]);
        close(low[1]);
        return ends[0] < 0 || ends[1] < 0 ? -1 : 0;
}

static void become_instance(const struct show *show, int records, int go, pid_t parent) {
        const char *plain = show->is_plain ? "--plain" : NULL;

        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent || dup2(records, DEMO_RECORD_FD) < 0 || dup2(go, DEMO_GO_FD) < 0)
                _exit(CLI_FAILURE);
        execl("/proc/self/exe", "mapwire", "demo", "--instance", show->token, plain, (char *) NULL);
        cli_note("can't start a second process: %s", strerror(errno));
        _exit(CLI_CANT_RUN);
}

static int start(struct show *show, int which) {
        struct process *process = &show->process[which];
        int records[2], go[2];
        pid_t parent = getpid();

        fflush(stdout);
        if (make_pipe(records) < 0 || make_pipe(go) < 0)
                return cli_error(CLI_FAILURE, "no pipe: %s", strerror(errno));
        process->pid = fork();
        if (process->pid == 0)
                become_instance(show, records[1], go[0], parent);
        close(records[1]);
        close(go[0]);
        process->records = records[0];
        process->go = go[1];
        if (process->pid < 0)
                return cli_error(CLI_FAILURE, "can't start a process: %s", strerror(errno));
        return CLI_OK;
}

/* The next record of an instance, in its fields. False: it ended or is stuck. */
static bool next_record(struct process *process) {
        struct pollfd in = { process->records, POLLIN, 0 };
        size_t used = 0;
        char *rest = process->line;

        while (used == 0 || process->line[used - 1] != '\n') {
                ssize_t n;
                int ready = poll(&in, 1, ANSWER_MS);

                if (ready < 0 && errno == EINTR)
                        continue;
                if (ready <= 0 || used == sizeof(process->line) - 1)
                        return false;
                n = read(process->records, process->line + used, sizeof(process->line) - 1 - used);
                if (n <= 0)
                        return false;
                used += (size_t) n;
        }
        process->line[used - 1] = '\0';
        for (int i = 0; i < DEMO_FIELDS; i++) {
                process->field[i] = rest ? strsep(&rest, "\t") : "";
                if (!process->field[i])
                        process->field[i] = "";
        }
        if (*process->field[ADDRESS]) {
                snprintf(process->address, sizeof(process->address), "%s", process->field[ADDRESS]);
                snprintf(process->page, sizeof(process->page), "%s", process->field[PAGE]);
        }
        return true;
}

/* If it has ended, this fails, and so does the reading of its next record. */
static bool let_go_on(const struct process *process) {
        return write(process->go, "", 1) == 1;
}

/* --- showing --- */

/* Breaks text at spaces, or behind a bracket, into a column beside an empty one. */
static void put_column(int which, const char *lead, const char *text) {
        const char *color = which == 0 ? SGR_CYAN : SGR_GREEN;
        bool is_first = true;

        while (*text || is_first) {
                const char *indent = is_first ? lead : "     ";
                size_t room = COLUMN - strlen(indent), length = strlen(text);

                if (length > room) {
                        length = room;
                        while (length > 0 && text[length] != ' ' && text[length - 1] != '(')
                                length--;
                        if (length == 0)
                                length = room;
                }
                if (which == 0)
                        printf("%s%s%-*.*s%s |\n", color, indent, (int) room, (int) length, text,
                               SGR_RESET);
                else
                        printf("%*s | %s%s%.*s%s\n", COLUMN, "", color, indent, (int) length, text,
                               SGR_RESET);
                text += length;
                text += *text == ' ';
                is_first = false;
        }
}

static void put_heads(const struct show *show) {
        printf("%sOne program, two processes, one page.%s The names end in .%s in this run.\n\n"
               "%sfirst process: %-*d%s | %ssecond process%s\n",
               SGR_BOLD, SGR_RESET, show->token, SGR_BOLD, COLUMN - 15,
               (int) show->process[0].pid, SGR_RESET, SGR_BOLD, SGR_RESET);
        for (int i = 0; i < 2 * COLUMN + 3; i++)
                putchar(i == COLUMN + 1 ? '+' : '-');
        putchar('\n');
}

/* Both have a view: show that there is one page behind them. */
static void put_page(const struct show *show) {
        const struct process *first = &show->process[0], *second = &show->process[1];
        bool is_same = strcmp(first->page, second->page) == 0;

        printf("\n  %s%-18s%s =====>  %s  <===== %s%18s%s\n", SGR_CYAN, first->address, SGR_RESET,
               is_same ? "one page" : "two pages", SGR_GREEN, second->address, SGR_RESET);
        if (*second->page)
                printf("  the kernel says of %s: %s\n", is_same ? "both" : "the second",
                       second->page);
        putchar('\n');
}

static void put_json(const struct show *show, int which) {
        const struct process *process = &show->process[which];
        struct json json = JSON_TO(stdout);

        json_begin_object(&json, NULL);
        json_u64(&json, "step", show->step);
        json_u64(&json, "process", (uint64_t) which + 1);
        json_u64(&json, "pid", (uint64_t) process->pid);
        json_string(&json, "role", process->field[ROLE]);
        json_string(&json, "call", process->field[CALL]);
        json_string(&json, "result", process->field[RESULT]);
        json_bool(&json, "waits", *process->field[MARK] == 'W');
        json_bool(&json, "wakes", *process->field[MARK] == 'K');
        if (*process->field[ADDRESS]) {
                json_string(&json, "address", process->field[ADDRESS]);
                json_string(&json, "page", process->field[PAGE]);
        }
        json_end_object(&json);
}

static void pause_for(int64_t ns) {
        struct timespec left = { (time_t) (ns / 1000000000), (long) (ns % 1000000000) };

        fflush(stdout);
        while (ns > 0 && nanosleep(&left, &left) < 0 && errno == EINTR)
                ;
}

static void show_step(struct show *show, int which) {
        const struct process *process = &show->process[which];
        char lead[16];

        show->step++;
        if (cli.is_json)
                put_json(show, which);
        else if (!show->is_plain) {
                snprintf(lead, sizeof(lead), "%2u ", show->step);
                put_column(which, lead, process->field[CALL]);
                put_column(which, "     ", process->field[RESULT]);
                if (*process->field[MARK] == 'K')
                        printf("%*s |\n", COLUMN, "<============ the kernel wakes it ====");
                if (which == 1 && strncmp(process->field[CALL], "mw_view_map(", 12) == 0)
                        put_page(show);
        }
        pause_for(show->pause_ns);
}

/* --- the course of it --- */

/* Lets an instance go on, step by step, up to one with that mark, which it is
 * then about to do; '\0': to its end. */
static bool run_until(struct show *show, int which, char mark) {
        struct process *process = &show->process[which];

        while (next_record(process)) {
                show_step(show, which);
                if (mark && *process->field[MARK] == mark)
                        return true;
                if (!let_go_on(process))
                        break;
        }
        return mark == '\0';
}

/* Until the first process really sleeps, so that there is somebody to wake. */
static void wait_until_asleep(const struct show *show) {
        char name[DEMO_NAME_BYTES];

        demo_name(name, DEMO_EVENT_2, show->token);
        for (int ms = 0; ms < ASLEEP_MS; ms++) {
                mw_object_info info = MW_OBJECT_INFO_INIT;

                if (mw_inspect_name(name, &info) == MW_OK && info.has_waiters)
                        return;
                pause_for(1000000);
        }
}

static bool run_exchange(struct show *show) {
        struct process *first = &show->process[0], *second = &show->process[1];

        if (!run_until(show, 0, 'W') || !let_go_on(first))
                return false;
        wait_until_asleep(show);
        if (start(show, 1) != CLI_OK)
                return false;
        if (!cli.is_json && !show->is_plain)
                printf("%*s | %sprocess %d starts%s\n", COLUMN, "", SGR_BOLD, (int) second->pid,
                       SGR_RESET);
        if (!run_until(show, 1, 'K') || !let_go_on(second) || !next_record(first))
                return false;
        show_step(show, 0);
        if (!run_until(show, 1, '\0') || !let_go_on(first))
                return false;
        return run_until(show, 0, '\0');
}

/* Ends what still runs; true if both ended well. */
static bool end_instances(struct show *show, bool is_well) {
        for (int i = 0; i < 2; i++) {
                struct process *process = &show->process[i];
                int status = 0;

                if (process->pid <= 0)
                        continue;
                close(process->go); /* whoever waits to go on ends by this */
                close(process->records);
                if (!is_well)
                        kill(process->pid, SIGTERM);
                while (waitpid(process->pid, &status, 0) < 0 && errno == EINTR)
                        ;
                is_well = is_well && status == 0;
        }
        return is_well;
}

static unsigned count_left(const struct show *show) {
        static const char *const bases[] = { DEMO_EVENT_1, DEMO_EVENT_2, DEMO_MAPPING };
        unsigned left = 0;

        for (int i = 0; i < 3; i++) {
                mw_object_info info = MW_OBJECT_INFO_INIT;
                char name[DEMO_NAME_BYTES];

                demo_name(name, bases[i], show->token);
                left += mw_inspect_name(name, &info) == MW_OK;
        }
        return left;
}

static int finish(struct show *show, bool is_well) {
        unsigned left;

        is_well = end_instances(show, is_well);
        left = count_left(show);
        if (!is_well && cli_os_output_is_broken()) {
                errno = EPIPE;
                return cli_output_failed();
        }
        if (!is_well)
                return cli_error(CLI_FAILURE, "the exchange did not come to its end (is something "
                                 "wrong here? mapwire doctor)");
        if (cli.is_json) {
                struct json json = JSON_TO(stdout);

                json_begin_object(&json, NULL);
                json_bool(&json, "done", true);
                json_u64(&json, "names_left", left);
                json_end_object(&json);
        } else if (!show->is_plain)
                printf("\nBoth processes have ended. %s\n",
                       left == 0 ? "Of the three names nothing is left."
                                 : "But names are left: see mapwire ls --all");
        return left == 0 ? CLI_OK : CLI_FAILURE;
}

static int run_show(struct show *show) {
        uint8_t random[3];

        if (getrandom(random, sizeof(random), 0) != (ssize_t) sizeof(random))
                return cli_error(CLI_FAILURE, "getrandom: %s", strerror(errno));
        snprintf(show->token, sizeof(show->token), "%02x%02x%02x", random[0], random[1], random[2]);
        if (start(show, 0) != CLI_OK)
                return CLI_FAILURE;
        if (!cli.is_json && !show->is_plain)
                put_heads(show);
        return finish(show, run_exchange(show));
}

static int run_demo(struct cli_args *args) {
        struct show show = { .pause_ns = 0 };
        const char *instance = NULL;
        int id;

        while ((id = cli_next_option(args)) > 0)
                switch (id) {
                case OPT_PLAIN:
                        show.is_plain = true;
                        break;
                case OPT_SLOW:
                        show.pause_ns = 1500000000;
                        break;
                case OPT_PAUSE:
                        if (!cli_parse_seconds(args->value, &show.pause_ns))
                                return cli_usage_error("--pause is a number of seconds, not '%s'",
                                                       cli_printable(args->value));
                        break;
                case OPT_INSTANCE:
                        instance = args->value;
                        break;
                }
        if (id < 0 || !cli_wants_operands(args, 0, 0))
                return CLI_USAGE;
        if (instance)
                return demo_instance(instance, show.is_plain);
        if (show.is_plain && cli.is_json)
                return cli_usage_error("--plain and --json exclude each other");
        return run_show(&show);
}

static const struct cli_option demo_options[] = {
        { OPT_PLAIN, "plain", NULL, "print only what the textbook's program prints" },
        { OPT_SLOW, "slow", NULL, "pause 1.5 seconds at each step" },
        { OPT_PAUSE, "pause", "SECONDS", "pause so long at each step" },
        { OPT_INSTANCE, "instance", "TOKEN", NULL },
        CLI_JSON,
        CLI_END
};

const struct cli_verb verb_demo = {
        .name = "demo",
        .summary = "show one exchange, both processes side by side, step by step",
        .usage = "demo [OPTION]...",
        .details =
                "Two processes of this program meet by names. The first finds nobody and becomes\n"
                "the SERVER; it makes a mapping and writes into it. The second becomes the\n"
                "CLIENT and reads the same page at another address. Two events keep them in step.\n"
                "While --slow runs, look from another terminal: mapwire ls -l\n"
                "It ends by itself and leaves nothing behind.\n",
        .examples = "mapwire demo\n"
                    "mapwire demo --slow\n"
                    "mapwire demo --plain\n",
        .exits = "",
        .operand = NULL,
        .options = demo_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_demo,
};
