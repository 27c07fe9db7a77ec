/* SPDX-License-Identifier: MIT */
/* state.c — an object as people and as programs are told it. */
#include "cli.h"

#include "json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* In a few words: what somebody who waits for it would want to know. */
const char *cli_state_text(const mw_object_info *info) {
        static char text[64];
        const char *type = info->is_auto_reset ? "auto" : "manual";

        switch (info->kind) {
        case MW_KIND_EVENT:
                snprintf(text, sizeof(text), "%s, %s", info->is_signalled ? "set" : "reset",
                         type);
                return text;
        case MW_KIND_MUTEX:
                if (info->is_abandoned)
                        return "abandoned";
                return info->is_signalled ? "free" : "owned";
        case MW_KIND_SEMAPHORE:
                snprintf(text, sizeof(text), "%" PRIu32 " of %" PRIu32, info->count,
                         info->max_count);
                return text;
        case MW_KIND_TIMER:
                if (info->is_signalled)
                        snprintf(text, sizeof(text), "fired, %s", type);
                else if (info->due_ns == MW_NEVER)
                        snprintf(text, sizeof(text), "not set, %s", type);
                else
                        snprintf(text, sizeof(text), "in %s, %s",
                                 cli_span_text(info->due_ns - mw_now_ns()), type);
                return text;
        default:
                return "-";
        }
}

const char *cli_backing_text(const mw_object_info *info) {
        if (info->kind != MW_KIND_MAPPING)
                return "-";
        switch (info->backing) {
        case MW_BACKING_FILE:
                return info->file_path[0] ? cli_printable(info->file_path) : "file";
        case MW_BACKING_LAZY:
                return "memory, lazy";
        default:
                return "memory";
        }
}

const char *cli_life_text(uint32_t state) {
        switch (state) {
        case MW_STATE_LIVE:
                return "live";
        case MW_STATE_LEFTOVER:
                return "leftover";
        case MW_STATE_BUILDING:
                return "building";
        case MW_STATE_DAMAGED:
                return "damaged";
        default:
                return "foreign";
        }
}

static int by_pid(const void *a, const void *b) {
        const mw_holder *x = a, *y = b;

        return x->pid < y->pid ? -1 : x->pid > y->pid;
}

int cli_get_holders(const char *name, struct cli_holders *out) {
        int r = mw_inspect_holders(name, out->list, CLI_HOLDERS_MAX, &out->count);

        if (r < 0) {
                out->count = 0;
                return r;
        }
        qsort(out->list, out->count < CLI_HOLDERS_MAX ? out->count : CLI_HOLDERS_MAX,
              sizeof(out->list[0]), by_pid);
        return MW_OK;
}

static bool is_utf8(const char *text) {
        size_t left = strlen(text);

        while (left > 0) {
                size_t length = cli_utf8_length((const unsigned char *) text, left);

                if (length == 0)
                        return false;
                text += length;
                left -= length;
        }
        return true;
}

/* A name or path that JSON can't hold exactly is given in hex beside it. */
void cli_json_name(struct json *json, const char *key, const char *name) {
        char hex_key[32];

        json_string(json, key, name);
        if (is_utf8(name))
                return;
        snprintf(hex_key, sizeof(hex_key), "%s_hex", key);
        json_begin_string(json, hex_key);
        json_put_hex(json, (const unsigned char *) name, strlen(name));
        json_end_string(json);
}

/* All of them; and all in hex if one is not UTF-8, so that both have one order. */
void cli_json_names(struct json *json, const char *key, char *const *names, uint32_t count) {
        char hex_key[32];
        bool are_utf8 = true;

        json_begin_array(json, key);
        for (uint32_t i = 0; i < count; i++) {
                json_string(json, NULL, names[i]);
                are_utf8 &= is_utf8(names[i]);
        }
        json_end_array(json);
        if (are_utf8)
                return;
        snprintf(hex_key, sizeof(hex_key), "%s_hex", key);
        json_begin_array(json, hex_key);
        for (uint32_t i = 0; i < count; i++) {
                json_begin_string(json, NULL);
                json_put_hex(json, (const unsigned char *) names[i], strlen(names[i]));
                json_end_string(json);
        }
        json_end_array(json);
}

static void json_kind(struct json *json, const mw_object_info *info) {
        switch (info->kind) {
        case MW_KIND_MAPPING:
                json_u64(json, "size_bytes", info->size_bytes);
                json_string(json, "backing",
                            info->backing == MW_BACKING_FILE   ? "file"
                            : info->backing == MW_BACKING_LAZY ? "lazy"
                                                               : "memory");
                if (info->file_path[0])
                        cli_json_name(json, "file_path", info->file_path);
                return;
        case MW_KIND_EVENT:
                json_bool(json, "is_auto_reset", info->is_auto_reset);
                json_bool(json, "is_signalled", info->is_signalled);
                break;
        case MW_KIND_MUTEX:
                json_bool(json, "is_free", info->is_signalled);
                json_bool(json, "is_abandoned", info->is_abandoned);
                json_u64(json, "depth", info->count);
                break;
        case MW_KIND_SEMAPHORE:
                json_u64(json, "count", info->count);
                json_u64(json, "max_count", info->max_count);
                break;
        case MW_KIND_TIMER:
                json_bool(json, "is_auto_reset", info->is_auto_reset);
                json_bool(json, "is_signalled", info->is_signalled);
                if (info->due_ns != MW_NEVER)
                        json_seconds(json, "due_in_seconds", info->due_ns - mw_now_ns());
                if (info->period_ns)
                        json_seconds(json, "period_seconds", info->period_ns);
                break;
        default:
                return;
        }
        json_bool(json, "has_waiters", info->has_waiters);
}

/* The members of one object, into an object that is open. */
void cli_json_info(struct json *json, const mw_object_info *info,
                   const struct cli_holders *holders) {
        char full[CLI_NAME_TEXT_BYTES], text[20];

        cli_json_name(json, "name", cli_full_name(info, full));
        json_string(json, "kind", mw_kind_name(info->kind));
        json_string(json, "namespace", info->scope == MW_SCOPE_GLOBAL ? "Global" : "Local");
        json_string(json, "state", cli_life_text(info->state));
        json_kind(json, info);
        json_u64(json, "used_bytes", info->used_bytes);
        json_u64(json, "owner_uid", info->owner_uid);
        snprintf(text, sizeof(text), "%04o", info->mode);
        json_string(json, "mode", text);
        json_u64(json, "creator_pid", info->creator_pid);
        json_seconds(json, "created_unix", info->created_unix_ns);
        snprintf(text, sizeof(text), "%016" PRIx64, info->id); /* more than a double can hold */
        json_string(json, "id", text);
        if (!holders)
                return;
        json_u64(json, "holder_count", holders->count);
        json_begin_array(json, "holders");
        for (uint32_t i = 0; i < holders->count && i < CLI_HOLDERS_MAX; i++) {
                json_begin_object(json, NULL);
                json_u64(json, "pid", holders->list[i].pid);
                json_string(json, "command", holders->list[i].command);
                json_end_object(json);
        }
        json_end_array(json);
}
