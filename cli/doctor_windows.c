/* SPDX-License-Identifier: MIT */
/* doctor_windows.c — mapwire doctor: what mapwire relies on in this session and account.
 *
 * Each probe makes objects without a name or with a random one, and ends them again.
 */
#include "cli.h"

#include "json.h"

#include <windows.h>

#include <string.h>

struct probe {
        const char *what;
        bool is_essential;
        int (*run)(char *out_text, size_t room); /* 1 it works, 0 there is something, -1 not */
        const char *remedy;
};

static void random_name(char *out, size_t room, const char *prefix) {
        snprintf(out, room, "%smapwire-doctor-%lu-%llx", prefix, GetCurrentProcessId(),
                 (unsigned long long) mw_now_ns());
}

static int try_local(char *out_text, size_t room) {
        char name[80];
        mw_event *event;
        int r;

        random_name(name, sizeof(name), "");
        r = mw_event_open(name, MW_CREATE | MW_EXCLUSIVE, NULL, &event);
        snprintf(out_text, room, "%s",
                 r < 0 ? mw_last_error() : mw_scope_directory(MW_SCOPE_LOCAL));
        if (r >= 0)
                mw_event_close(event);
        return r < 0 ? -1 : 1;
}

static int try_global(char *out_text, size_t room) {
        char name[80];
        mw_mapping *mapping;
        int r;

        random_name(name, sizeof(name), "Global\\");
        r = mw_mapping_open(name, 1, MW_CREATE | MW_EXCLUSIVE, NULL, &mapping);
        snprintf(out_text, room, "%s",
                 r < 0 ? mw_last_error() : mw_scope_directory(MW_SCOPE_GLOBAL));
        if (r >= 0)
                mw_mapping_close(mapping);
        return r < 0 ? 0 : 1;
}

/* The exact size of a mapping goes through its access list: see whether it comes back. */
static int try_exact_size(char *out_text, size_t room) {
        char name[80];
        mw_mapping *made, *found;
        uint64_t size = 0;

        random_name(name, sizeof(name), "");
        if (mw_mapping_open(name, 12345, MW_CREATE | MW_EXCLUSIVE, NULL, &made) >= 0) {
                if (mw_mapping_open(name, 0, MW_READ_ONLY, NULL, &found) >= 0) {
                        size = mw_mapping_size_bytes(found);
                        mw_mapping_close(found);
                }
                mw_mapping_close(made);
        }
        snprintf(out_text, room, "12345 bytes are found again as %llu", (unsigned long long) size);
        return size == 12345 ? 1 : 0;
}

static int try_list(char *out_text, size_t room) {
        mw_object_info info = MW_OBJECT_INFO_INIT;
        mw_inspector *all;
        unsigned count = 0;

        if (mw_inspect_open(MW_SCOPE_LOCAL, &all) < 0) {
                snprintf(out_text, room, "%s", mw_last_error());
                return 0;
        }
        while (mw_inspect_next(all, &info) == MW_OK)
                count++;
        mw_inspect_close(all);
        snprintf(out_text, room, "%u objects of all programs of this session", count);
        return 1;
}

static int try_system(char *out_text, size_t room) {
        const char *(*version)(void) = (const char *(*) (void)) (void *) GetProcAddress(
                GetModuleHandleA("ntdll.dll"), "wine_get_version");

        snprintf(out_text, room, version ? "Wine %s: it is not Windows" : "Windows",
                 version ? version() : "");
        return version ? 0 : 1;
}

static const struct probe probes[] = {
        { "Local names", true, try_local, "" },
        { "Global mappings", false, try_global,
          "making one takes the right SeCreateGlobalPrivilege; opening one doesn't" },
        { "exact sizes", false, try_exact_size,
          "sizes are rounded up to pages, as other programs see them" },
        { "listing", false, try_list, "mapwire ls and info stay empty" },
        { "system", false, try_system, "what differs there: docs/porting.md" },
};

static const char *word_of(int verdict, bool is_essential) {
        return verdict > 0 ? "ok" : verdict == 0 ? "note" : is_essential ? "FAIL" : "lack";
}

static int run_doctor(struct cli_args *args) {
        struct json json = JSON_TO(stdout);
        int exit_code = CLI_OK;

        if (cli_next_option(args) < 0 || !cli_wants_operands(args, 0, 0))
                return CLI_USAGE;
        if (cli.is_json)
                json_begin_array(&json, NULL);
        for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++) {
                char text[400];
                int verdict = probes[i].run(text, sizeof(text));
                const char *word = word_of(verdict, probes[i].is_essential);

                if (verdict < 0 && probes[i].is_essential)
                        exit_code = CLI_FAILURE;
                if (cli.is_json) {
                        json_begin_object(&json, NULL);
                        json_string(&json, "probe", probes[i].what);
                        json_string(&json, "verdict", word);
                        json_string(&json, "text", text);
                        json_end_object(&json);
                        continue;
                }
                printf("%-5s %-16s %s\n", word, probes[i].what, text);
                if (verdict <= 0 && *probes[i].remedy)
                        printf("      %-16s %s\n", "", probes[i].remedy);
        }
        if (cli.is_json)
                json_end_array(&json);
        return exit_code;
}

static const struct cli_option doctor_options[] = { CLI_JSON, CLI_END };

const struct cli_verb verb_doctor = {
        .name = "doctor",
        .summary = "try what mapwire relies on in this session and account",
        .usage = "doctor [OPTION]...",
        .details = "ok    it works\n"
                   "note  it works, and there is something to know\n"
                   "FAIL  it is missing, and mapwire can't work without it; the exit code is 1\n",
        .examples = "mapwire doctor\n"
                    "mapwire doctor --json\n",
        .exits = "1  something essential is missing\n",
        .operand = NULL,
        .options = doctor_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_doctor,
};
