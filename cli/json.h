/* SPDX-License-Identifier: MIT */
/* json.h — writes JSON as it goes: no tree, no memory, always valid.
 *
 *      struct json json = JSON_TO(stdout);
 *
 *      json_begin_object(&json, NULL);
 *      json_string(&json, "name", "cam");
 *      json_u64(&json, "size", 4096);
 *      json_end_object(&json);             {"name":"cam","size":4096} and a newline
 *
 * Numbers are written exactly, 64 bits too. Bytes that are not valid UTF-8
 * become U+FFFD: who needs them asks for base64 or hex. key is NULL in arrays
 * and at the top. A value that ends at the top ends its line (NDJSON).
 */
#ifndef MAPWIRE_CLI_JSON_H
#define MAPWIRE_CLI_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct json {
        FILE *out;
        unsigned depth;      /* how many brackets are open, at most 31       */
        uint32_t has_member; /* bit n: the bracket at depth n has one        */
};
#define JSON_TO(file) { (file), 0, 0 }

void json_begin_object(struct json *json, const char *key);
void json_end_object(struct json *json);
void json_begin_array(struct json *json, const char *key);
void json_end_array(struct json *json);
void json_string(struct json *json, const char *key, const char *text);
void json_u64(struct json *json, const char *key, uint64_t number);
void json_i64(struct json *json, const char *key, int64_t number);
void json_seconds(struct json *json, const char *key, int64_t ns);
void json_bool(struct json *json, const char *key, bool value);

/* Long values in pieces: begin, any number of puts, end. */
void json_begin_string(struct json *json, const char *key);
void json_put_text(struct json *json, const unsigned char *bytes, size_t size);
void json_put_hex(struct json *json, const unsigned char *bytes, size_t size);
void json_put_base64(struct json *json, const unsigned char *bytes, size_t size);
void json_end_string(struct json *json);

#endif
