/* SPDX-License-Identifier: MIT */
/* doctor.c — mapwire doctor: does this machine give what the library needs?
 *
 * A table of checks. Each says what it found, and for each stands here what it
 * costs if it is not so. Failures of what nothing can replace make the exit
 * code 1; everything else is for information.
 */
#include "cli.h"

#include "json.h"
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* --- limits --- */

static enum probe_verdict check_space(struct probe_result *result) {
        const char *where = mw_scope_directory(MW_SCOPE_LOCAL);
        struct statvfs fs;
        char parent[512];
        char *slash;
        uint64_t size, left;

        snprintf(parent, sizeof(parent), "%s", where);
        slash = strrchr(parent, '/');
        if (statvfs(where, &fs) < 0) {
                if (slash && slash != parent)
                        *slash = '\0';
                if (statvfs(parent, &fs) < 0)
                        return say(result, PROBE_FAILED, "%s: %s", parent, strerror(errno));
        }
        size = (uint64_t) fs.f_blocks * fs.f_frsize;
        left = (uint64_t) fs.f_bavail * fs.f_frsize;
        return say(result, left < (UINT64_C(16) << 20) ? PROBE_LACK
                           : size <= (UINT64_C(64) << 20) ? PROBE_NOTE : PROBE_OK,
                   "%s free of %s", cli_size_text(left), cli_size_text(size));
}

static enum probe_verdict check_limit(struct probe_result *result, int which, uint64_t enough,
                                      bool is_size) {
        struct rlimit limit;

        if (getrlimit(which, &limit) < 0)
                return say(result, PROBE_SKIPPED, "%s", strerror(errno));
        if (limit.rlim_cur == RLIM_INFINITY)
                return say(result, PROBE_OK, "unlimited");
        if (is_size)
                return say(result, limit.rlim_cur < enough ? PROBE_LACK : PROBE_NOTE, "%s",
                           cli_size_text(limit.rlim_cur));
        return say(result, limit.rlim_cur < enough ? PROBE_LACK : PROBE_OK, "%" PRIu64,
                   (uint64_t) limit.rlim_cur);
}

static enum probe_verdict check_descriptors(struct probe_result *result) {
        return check_limit(result, RLIMIT_NOFILE, 64, false);
}

static enum probe_verdict check_file_size(struct probe_result *result) {
        return check_limit(result, RLIMIT_FSIZE, UINT64_C(64) << 20, true);
}

static enum probe_verdict check_map_count(struct probe_result *result) {
        FILE *file = fopen("/proc/sys/vm/max_map_count", "re");
        uint64_t count = 0;

        if (!file || fscanf(file, "%" SCNu64, &count) != 1) {
                if (file)
                        fclose(file);
                return say(result, PROBE_SKIPPED, "vm.max_map_count can't be read");
        }
        fclose(file);
        return say(result, count < 65530 ? PROBE_LACK : PROBE_OK, "%" PRIu64, count);
}

/* --- directories --- */

/* The library makes the directory, but not those above it. */
static enum probe_verdict can_be_made(struct probe_result *result, const char *where) {
        mw_inspector *inspector;
        char parent[512];
        char *slash;

        if (mw_inspect_open(MW_SCOPE_LOCAL, &inspector) < 0)
                return say(result, PROBE_FAILED, "%s", mw_last_error());
        mw_inspect_close(inspector);
        snprintf(parent, sizeof(parent), "%s", where);
        slash = strrchr(parent, '/');
        if (slash)
                slash[slash == parent] = '\0';
        if (access(slash ? parent : ".", W_OK | X_OK) < 0)
                return say(result, PROBE_FAILED, "%s can't be made in %s: %s", where,
                           slash ? parent : "this directory", strerror(errno));
        return say(result, PROBE_OK, "%s is made when it is needed", where);
}

static enum probe_verdict check_local(struct probe_result *result) {
        const char *where = mw_scope_directory(MW_SCOPE_LOCAL);
        struct stat st;

        if (lstat(where, &st) < 0 && errno == ENOENT)
                return can_be_made(result, where);
        if (lstat(where, &st) < 0)
                return say(result, PROBE_FAILED, "%s: %s", where, strerror(errno));
        if (!S_ISDIR(st.st_mode))
                return say(result, PROBE_FAILED, "%s is not a directory%s", where,
                           S_ISLNK(st.st_mode) ? ", but a link" : "");
        if (st.st_uid != geteuid())
                return say(result, PROBE_FAILED, "%s belongs to user %u, not to us", where,
                           (unsigned) st.st_uid);
        if (st.st_mode & 077)
                return say(result, PROBE_FAILED, "%s is open to others (mode %04o)", where,
                           (unsigned) st.st_mode & 07777);
        if (access(where, W_OK | X_OK) < 0)
                return say(result, PROBE_FAILED, "%s: nothing can be made in it: %s (mode %04o)",
                           where, strerror(errno), (unsigned) st.st_mode & 07777);
        return say(result, PROBE_OK, "%s, ours, mode %04o", where, (unsigned) st.st_mode & 07777);
}

static enum probe_verdict check_global(struct probe_result *result) {
        const char *where = mw_scope_directory(MW_SCOPE_GLOBAL);
        struct stat st;
        unsigned mode;

        if (lstat(where, &st) < 0 && errno == ENOENT)
                return say(result, PROBE_NOTE, "%s is not there; the first user to need it has it "
                           "alone", where);
        if (lstat(where, &st) < 0)
                return say(result, PROBE_LACK, "%s: %s", where, strerror(errno));
        mode = (unsigned) st.st_mode & 07777;
        if (!S_ISDIR(st.st_mode))
                return say(result, PROBE_LACK, "%s is not a directory", where);
        if (st.st_uid != 0 && st.st_uid != geteuid())
                return say(result, PROBE_LACK, "%s belongs to user %u, who is not trusted", where,
                           (unsigned) st.st_uid);
        if ((mode & 0002) && !(mode & 01000))
                return say(result, PROBE_LACK, "%s: mode %04o lets others remove our names", where,
                           mode);
        if (mode != 01777)
                return say(result, PROBE_NOTE, "%s, of user %u, mode %04o: not for every user",
                           where, (unsigned) st.st_uid, mode);
        return say(result, PROBE_OK, "%s, of user %u, mode %04o", where, (unsigned) st.st_uid,
                   mode);
}

/* logind removes a user's files in /dev/shm when he logs out for the last time. */
static enum probe_verdict check_remove_ipc(struct probe_result *result) {
        const char *where = mw_scope_directory(MW_SCOPE_LOCAL);
        char line[256];
        bool removes = true;
        FILE *file;

        if (access("/run/systemd/seats", F_OK) < 0)
                return say(result, PROBE_OK, "no systemd-logind here");
        file = fopen("/etc/systemd/logind.conf", "re");
        while (file && fgets(line, sizeof(line), file))
                if (strncmp(line, "RemoveIPC=", 10) == 0)
                        removes = strncmp(line + 10, "no", 2) != 0 && line[10] != '0';
        if (file)
                fclose(file);
        if (!removes)
                return say(result, PROBE_OK, "RemoveIPC=no");
        if (getuid() < 1000)
                return say(result, PROBE_OK, "RemoveIPC spares system users");
        if (strncmp(where, "/dev/shm/", 9) != 0)
                return say(result, PROBE_OK, "RemoveIPC touches /dev/shm only");
        return say(result, PROBE_NOTE, "RemoveIPC=yes: names end with the last logout");
}

/* --- the table --- */

static const struct check {
        const char *id;
        const char *title;
        bool is_essential;
        enum probe_verdict (*run)(struct probe_result *);
        const char *cost; /* if it is not so */
} checks[] = {
        { "lock-of-mapping", "a mapping keeps its lock", true, probe_lock_of_mapping,
          "names would end while they are used: mapwire can't work here" },
        { "lock-of-dead", "a lock ends with its holder", true, probe_lock_of_dead,
          "names would never end: mapwire can't work here" },
        { "nameless", "O_TMPFILE and linkat", true, probe_nameless,
          "no object can be made there; MAPWIRE_DIR may name another file system (tmpfs)" },
        { "futex", "futex between processes", true, probe_shared_futex,
          "nobody who waits would ever be woken: mapwire can't work here" },
        { "wake-op", "FUTEX_WAKE_OP", true, probe_wake_op,
          "a signal could be lost with the process that sends it: mapwire can't work here" },
        { "robust-list", "robust list", true, probe_robust_list,
          "a mutex would stay locked when its owner dies: mapwire can't work here" },
        { "futex-waitv", "futex_waitv", false, probe_waitv,
          "waiting for several objects at once takes helper threads, and longer" },
        { "reserve", "reserving space", false, probe_reserve,
          "where space can't be reserved, creating writes every page, or full memory is a SIGBUS" },
        { "memfd", "memfd_create", false, probe_memfd,
          "unnamed mappings can't be made; named ones can" },
        { "proc", "/proc", false, probe_proc,
          "ls -l and info can't name all holders; nothing else changes" },
        { "local", "directory of Local\\", true, check_local,
          "no name can be made or opened; remove the directory, or set MAPWIRE_DIR" },
        { "global", "directory of Global\\", false, check_global,
          "users don't meet in Global\\ (as root: mapwire doctor --setup-global)" },
        { "space", "space for objects", false, check_space,
          "mappings are limited to that (containers: --shm-size, or another MAPWIRE_DIR)" },
        { "descriptors", "open files (ulimit -n)", false, check_descriptors,
          "a mapping's handle takes one; other objects take none" },
        { "file-size", "file size (ulimit -f)", false, check_file_size,
          "no mapping can be larger" },
        { "map-count", "vm.max_map_count", false, check_map_count,
          "a process can hold so many named objects and views" },
        { "remove-ipc", "systemd RemoveIPC", false, check_remove_ipc,
          "processes that stay after the logout keep their objects, but lose the names; "
          "RemoveIPC=no in logind.conf, or MAPWIRE_DIR elsewhere, or linger" },
};

static const char *verdict_word(enum probe_verdict verdict) {
        static const char *const words[] = { "ok", "note", "lack", "FAIL", "skip" };

        return words[verdict];
}

static const char *verdict_color(enum probe_verdict verdict) {
        switch (verdict) {
        case PROBE_OK:
                return SGR_GREEN;
        case PROBE_FAILED:
                return SGR_RED;
        default:
                return SGR_YELLOW;
        }
}

static void print_check(const struct check *check, enum probe_verdict verdict,
                        const struct probe_result *result) {
        struct json json = JSON_TO(stdout);

        if (!cli.is_json) {
                printf("%s%-4s%s  %-28s  %s\n", verdict_color(verdict), verdict_word(verdict),
                       SGR_RESET, check->title, result->found);
                if (verdict != PROBE_OK)
                        printf("      %-28s  %s%s%s\n", "", SGR_DIM, check->cost, SGR_RESET);
                return;
        }
        json_begin_object(&json, NULL);
        json_string(&json, "check", check->id);
        json_string(&json, "title", check->title);
        json_string(&json, "verdict",
                    verdict == PROBE_FAILED ? "failed" : verdict == PROBE_SKIPPED
                            ? "skipped" : verdict_word(verdict));
        json_bool(&json, "essential", check->is_essential);
        json_string(&json, "found", result->found);
        json_string(&json, "cost", verdict == PROBE_OK ? "" : check->cost);
        json_end_object(&json);
}

/* Each setting, and where it came from. */
static void print_setting(const char *name, const char *value, const char *source) {
        struct json json = JSON_TO(stdout);

        if (!cli.is_json) {
                printf("%-22s  %-28s  %s\n", name, cli_printable(value), source);
                return;
        }
        json_begin_object(&json, NULL);
        json_string(&json, "setting", name);
        cli_json_name(&json, "value", value);
        json_string(&json, "source", source);
        json_end_object(&json);
}

static const char *source_of(const char *variable) {
        const char *value = getenv(variable);

        return value && *value ? "environment" : "default";
}

static void print_settings(void) {
        const char *waitv = getenv("MAPWIRE_NO_WAITV");

        if (!cli.is_json)
                printf("\n%s%-22s  %-28s  %s%s\n", SGR_BOLD, "SETTING", "VALUE", "FROM", SGR_RESET);
        print_setting("MAPWIRE_DIR", mw_scope_directory(MW_SCOPE_LOCAL), source_of("MAPWIRE_DIR"));
        print_setting("MAPWIRE_GLOBAL_DIR", mw_scope_directory(MW_SCOPE_GLOBAL),
                      source_of("MAPWIRE_GLOBAL_DIR"));
        print_setting("MAPWIRE_NO_WAITV", waitv && *waitv ? waitv : "",
                      source_of("MAPWIRE_NO_WAITV"));
}

static int run_checks(void) {
        int failed = 0;

        for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
                struct probe_result result = { "" };
                enum probe_verdict verdict;

                fflush(stdout); /* some checks fork */
                verdict = checks[i].run(&result);
                print_check(&checks[i], verdict, &result);
                failed += checks[i].is_essential && verdict == PROBE_FAILED;
        }
        print_settings();
        if (failed == 0)
                return CLI_OK;
        return cli_error(CLI_FAILURE, "%d of what mapwire needs %s missing here", failed,
                         failed == 1 ? "is" : "are");
}

/* As root: the directory in which users may meet. */
static int setup_global(void) {
        const char *where = mw_scope_directory(MW_SCOPE_GLOBAL);
        int fd, exit_code = CLI_OK;

        if (geteuid() != 0)
                return cli_error(CLI_DENIED, "only root can do that: sudo mapwire doctor "
                                 "--setup-global");
        if (mkdir(where, 0700) < 0 && errno != EEXIST)
                return cli_error(CLI_FAILURE, "can't make %s: %s", where, strerror(errno));
        fd = open(where, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0)
                return cli_error(CLI_FAILURE, "%s is not a directory of its own: %s", where,
                                 strerror(errno));
        /* First the owner: from then on nobody else can change the mode back. */
        if (fchown(fd, 0, 0) < 0 || fchmod(fd, 01777) < 0)
                exit_code = cli_error(CLI_FAILURE, "%s: %s", where, strerror(errno));
        close(fd);
        if (exit_code == CLI_OK)
                cli_note("%s belongs to root now, mode 1777: all users meet in Global\\", where);
        return exit_code;
}

static int run_doctor(struct cli_args *args) {
        bool is_setup = false;
        int id, exit_code = CLI_OK;

        while ((id = cli_next_option(args)) > 0)
                is_setup = true;
        if (id < 0 || !cli_wants_operands(args, 0, 0))
                return CLI_USAGE;
        signal(SIGXFSZ, SIG_IGN); /* a limit of 0 is to be told, not to be died of */
        if (is_setup)
                exit_code = setup_global();
        return exit_code == CLI_OK ? run_checks() : exit_code;
}

static const struct cli_option doctor_options[] = {
        { OPT_OWN, "setup-global", NULL, "as root: make the directory in which all users meet" },
        CLI_JSON,
        CLI_END
};

const struct cli_verb verb_doctor = {
        .name = "doctor",
        .summary = "try what mapwire relies on in this kernel, container and account",
        .usage = "doctor [OPTION]...",
        .details =
                "ok    it works\n"
                "note  it works, and there is something to know\n"
                "lack  it is missing or small; what that costs stands below it\n"
                "FAIL  it is missing; if mapwire can't work without it, the exit code is 1\n"
                "Below stand the settings in effect, and where each came from.\n",
        .examples = "mapwire doctor\n"
                    "mapwire doctor --json\n"
                    "sudo mapwire doctor --setup-global\n",
        .exits = "1  something essential is missing\n",
        .operand = NULL,
        .options = doctor_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_doctor,
};
