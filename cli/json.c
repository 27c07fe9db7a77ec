/* SPDX-License-Identifier: MIT */
/* json.c — writes JSON as it goes; see json.h. */
#include "json.h"

#include "cli.h"

#include <inttypes.h>
#include <string.h>

static void put_escaped(FILE *out, const unsigned char *bytes, size_t size) {
        static const char letters[] = "btn?fr"; /* 8 to 13; 11 has no letter */

        for (size_t i = 0; i < size;) {
                unsigned char c = bytes[i];
                size_t length = cli_utf8_length(bytes + i, size - i);

                if (length == 0) {
                        fputs("\\ufffd", out);
                        i++;
                        continue;
                }
                if (c == '"' || c == '\\')
                        fprintf(out, "\\%c", c);
                else if (c >= 8 && c <= 13 && c != 11)
                        fprintf(out, "\\%c", letters[c - 8]);
                else if (c < 32 || c == 127)
                        fprintf(out, "\\u%04x", c);
                else
                        fwrite(bytes + i, 1, length, out);
                i += length;
        }
}

/* Comma and key: what stands before every value. */
static void before_value(struct json *json, const char *key) {
        uint32_t bit = UINT32_C(1) << json->depth;

        if (json->depth > 0 && (json->has_member & bit))
                putc(',', json->out);
        json->has_member |= bit;
        if (key) {
                putc('"', json->out);
                put_escaped(json->out, (const unsigned char *) key, strlen(key));
                fputs("\":", json->out);
        }
}

static void after_value(struct json *json) {
        if (json->depth == 0)
                putc('\n', json->out);
}

static void begin(struct json *json, const char *key, char bracket) {
        before_value(json, key);
        putc(bracket, json->out);
        json->depth++;
        json->has_member &= ~(UINT32_C(1) << json->depth);
}

static void end(struct json *json, char bracket) {
        putc(bracket, json->out);
        json->depth--;
        after_value(json);
}

void json_begin_object(struct json *json, const char *key) {
        begin(json, key, '{');
}

void json_end_object(struct json *json) {
        end(json, '}');
}

void json_begin_array(struct json *json, const char *key) {
        begin(json, key, '[');
}

void json_end_array(struct json *json) {
        end(json, ']');
}

void json_begin_string(struct json *json, const char *key) {
        before_value(json, key);
        putc('"', json->out);
}

void json_end_string(struct json *json) {
        putc('"', json->out);
        after_value(json);
}

void json_put_text(struct json *json, const unsigned char *bytes, size_t size) {
        put_escaped(json->out, bytes, size);
}

void json_put_hex(struct json *json, const unsigned char *bytes, size_t size) {
        for (size_t i = 0; i < size; i++)
                fprintf(json->out, "%02x", bytes[i]);
}

/* Every piece but the last must be a multiple of three bytes long. */
void json_put_base64(struct json *json, const unsigned char *bytes, size_t size) {
        static const char digits[] =
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

        for (size_t i = 0; i < size; i += 3) {
                size_t left = size - i;
                uint32_t bits = (uint32_t) bytes[i] << 16;

                if (left > 1)
                        bits |= (uint32_t) bytes[i + 1] << 8;
                if (left > 2)
                        bits |= bytes[i + 2];
                putc(digits[bits >> 18], json->out);
                putc(digits[bits >> 12 & 63], json->out);
                putc(left > 1 ? digits[bits >> 6 & 63] : '=', json->out);
                putc(left > 2 ? digits[bits & 63] : '=', json->out);
        }
}

void json_string(struct json *json, const char *key, const char *text) {
        json_begin_string(json, key);
        json_put_text(json, (const unsigned char *) text, strlen(text));
        json_end_string(json);
}

void json_u64(struct json *json, const char *key, uint64_t number) {
        before_value(json, key);
        fprintf(json->out, "%" PRIu64, number);
        after_value(json);
}

void json_i64(struct json *json, const char *key, int64_t number) {
        before_value(json, key);
        fprintf(json->out, "%" PRId64, number);
        after_value(json);
}

/* Exact to the nanosecond, and independent of the locale. */
void json_seconds(struct json *json, const char *key, int64_t ns) {
        const char *sign = ns < 0 ? "-" : "";
        uint64_t magnitude = ns < 0 ? UINT64_C(0) - (uint64_t) ns : (uint64_t) ns;

        before_value(json, key);
        fprintf(json->out, "%s%" PRIu64 ".%09" PRIu64, sign, magnitude / 1000000000,
                magnitude % 1000000000);
        after_value(json);
}

void json_bool(struct json *json, const char *key, bool value) {
        before_value(json, key);
        fputs(value ? "true" : "false", json->out);
        after_value(json);
}
