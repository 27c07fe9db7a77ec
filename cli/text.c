/* SPDX-License-Identifier: MIT */
/* text.c — numbers and names between people and programs.
 *
 * Names. A name may hold any byte but backslash. Bytes that a terminal should
 * not see are printed as \xNN, and \xNN is taken back where a name is asked
 * for: what `mapwire ls` prints can be typed. No name can contain it otherwise.
 */
#include "cli.h"

#include "os.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>
#include <time.h>

bool cli_parse_u64(const char *text, uint64_t *out) {
        uint64_t number = 0;

        if (!*text)
                return false;
        for (; *text; text++) {
                unsigned digit = (unsigned) (*text - '0');

                if (digit > 9 || number > (UINT64_MAX - digit) / 10)
                        return false;
                number = number * 10 + digit;
        }
        *out = number;
        return true;
}

static int hex_digit(char c) {
        if (c >= '0' && c <= '9')
                return c - '0';
        if ((c | 32) >= 'a' && (c | 32) <= 'f')
                return (c | 32) - 'a' + 10;
        return -1;
}

/* 4096, 64K, 1M, 1.5G, 1T, 0x1000; powers of 1024. "KiB" and "KB" mean K. */
bool cli_parse_size(const char *text, uint64_t *out_bytes) {
        static const char units[] = "KMGTPE";
        uint64_t whole = 0, fraction = 0, scale = 1;
        unsigned shift = 0;
        const char *unit;

        if (text[0] == '0' && (text[1] | 32) == 'x' && text[2]) {
                for (text += 2; *text; text++) {
                        int digit = hex_digit(*text);

                        if (digit < 0 || whole >> 60)
                                return false;
                        whole = whole << 4 | (unsigned) digit;
                }
                *out_bytes = whole;
                return true;
        }
        if (*text < '0' || *text > '9')
                return false;
        for (; *text >= '0' && *text <= '9'; text++) {
                unsigned digit = (unsigned) (*text - '0');

                if (whole > (UINT64_MAX - digit) / 10)
                        return false;
                whole = whole * 10 + digit;
        }
        if (*text == '.')
                for (text++; *text >= '0' && *text <= '9'; text++) {
                        if (scale >= 1000000)
                                return false;
                        fraction = fraction * 10 + (unsigned) (*text - '0');
                        scale *= 10;
                }
        /* a blank without the bit 32 would be the NUL that strchr finds at the end */
        if ((*text & ~32) && (unit = strchr(units, *text & ~32))) {
                shift = 10 * (unsigned) (unit - units + 1);
                text++;
                if (strcasecmp(text, "iB") == 0 || strcasecmp(text, "B") == 0)
                        text = "";
        }
        if (*text || (scale > 1 && shift == 0) || (shift && whole >> (64 - shift)))
                return false;
        *out_bytes = whole << shift;
        /* The fraction of the largest unit times six digits would not fit in 64 bits. */
        if (shift > 40 && scale > 1)
                *out_bytes += ((fraction << 40) / scale) << (shift - 40);
        else
                *out_bytes += (fraction << shift) / scale;
        return true;
}

/* Seconds with decimals, as in -W 0.25, to the nanosecond. */
bool cli_parse_seconds(const char *text, int64_t *out_ns) {
        uint64_t seconds = 0, fraction = 0, unit = 1000000000;
        bool has_digit = false;

        for (; *text >= '0' && *text <= '9'; text++) {
                if (seconds < UINT64_C(10000000000))
                        seconds = seconds * 10 + (unsigned) (*text - '0');
                has_digit = true;
        }
        if (*text == '.')
                for (text++; *text >= '0' && *text <= '9'; text++) {
                        unit /= 10;
                        fraction += unit * (unsigned) (*text - '0');
                        has_digit = true;
                }
        if (*text == 's')
                text++;
        if (*text || !has_digit)
                return false;
        if (seconds > UINT64_C(9000000000)) /* 285 years: for ever will do */
                *out_ns = INT64_MAX;
        else
                *out_ns = (int64_t) (seconds * 1000000000 + fraction);
        return true;
}

/* Permission bits in octal, as chmod(1) takes them. */
bool cli_parse_mode(const char *text, uint32_t *out_mode) {
        uint32_t mode = 0;

        if (!*text)
                return false;
        for (; *text; text++) {
                if (*text < '0' || *text > '7' || mode > 0777)
                        return false;
                mode = mode << 3 | (uint32_t) (*text - '0');
        }
        *out_mode = mode;
        return mode > 0 && mode <= 0777;
}

bool cli_parse_kind(const char *text, uint32_t *out_kind) {
        for (uint32_t kind = MW_KIND_MAPPING; kind <= MW_KIND_TIMER; kind++)
                if (strcmp(text, mw_kind_name(kind)) == 0) {
                        *out_kind = kind;
                        return true;
                }
        return false;
}

int64_t cli_deadline(int64_t timeout_ns) {
        if (timeout_ns < 0 || timeout_ns == INT64_MAX)
                return MW_NEVER;
        return timeout_ns == 0 ? MW_NOW : mw_after_ns(timeout_ns);
}

/* 1.5s, 20ms, 3h12m: two numbers at most. Valid until the second call from now. */
const char *cli_span_text(int64_t ns) {
        static char texts[2][32];
        static unsigned turn;
        char *text = texts[turn++ % 2];
        int64_t seconds = ns / 1000000000;

        if (ns < 1000000)
                snprintf(text, sizeof(texts[0]), "%" PRId64 "us", ns > 0 ? ns / 1000 : 0);
        else if (ns < 1000000000)
                snprintf(text, sizeof(texts[0]), "%" PRId64 "ms", ns / 1000000);
        else if (seconds < 60)
                snprintf(text, sizeof(texts[0]), "%" PRId64 ".%" PRId64 "s", seconds,
                         ns / 100000000 % 10);
        else if (seconds < 3600)
                snprintf(text, sizeof(texts[0]), "%" PRId64 "m%02" PRId64 "s", seconds / 60,
                         seconds % 60);
        else if (seconds < 172800)
                snprintf(text, sizeof(texts[0]), "%" PRId64 "h%02" PRId64 "m", seconds / 3600,
                         seconds / 60 % 60);
        else
                snprintf(text, sizeof(texts[0]), "%" PRId64 "d", seconds / 86400);
        return text;
}

/* 100, 4.0K, 1.5M, 1.0T: at most five characters. Exact multiples have no decimal. */
const char *cli_size_text(uint64_t bytes) {
        static char texts[4][16];
        static unsigned turn;
        static const char units[] = "KMGTPE";
        char *text = texts[turn++ % 4];
        unsigned unit = 0;
        uint64_t value = bytes;

        if (bytes < 1024) {
                snprintf(text, sizeof(texts[0]), "%" PRIu64, bytes);
                return text;
        }
        while (value >= 1024 * 1024) {
                value >>= 10;
                unit++;
        }
        if (value % 1024 == 0 && bytes % (UINT64_C(1) << (10 * (unit + 1))) == 0)
                snprintf(text, sizeof(texts[0]), "%" PRIu64 "%c", value / 1024, units[unit]);
        else
                snprintf(text, sizeof(texts[0]), "%" PRIu64 ".%" PRIu64 "%c", value / 1024,
                         value % 1024 * 10 / 1024, units[unit]);
        return text;
}

const char *cli_age_text(int64_t created_unix_ns) {
        static char text[24];
        int64_t age = (cli_os_wall_ns() - created_unix_ns) / 1000000000;

        if (created_unix_ns <= 0)
                return "-";
        if (age < 0)
                age = 0;
        if (age < 60)
                snprintf(text, sizeof(text), "%" PRId64 "s", age);
        else if (age < 3600)
                snprintf(text, sizeof(text), "%" PRId64 "m", age / 60);
        else if (age < 86400)
                snprintf(text, sizeof(text), "%" PRId64 "h", age / 3600);
        else
                snprintf(text, sizeof(text), "%" PRId64 "d", age / 86400);
        return text;
}

bool cli_is_global(const char *name) {
        return strncmp(name, "Global\\", 7) == 0;
}

const char *cli_short_name(const char *name) {
        if (cli_is_global(name))
                return name + 7;
        return strncmp(name, "Local\\", 6) == 0 ? name + 6 : name;
}

const char *cli_full_name(const mw_object_info *info, char *room) {
        snprintf(room, CLI_NAME_TEXT_BYTES, "%s%s",
                 info->scope == MW_SCOPE_GLOBAL ? "Global\\" : "", info->name);
        return room;
}

/* Undoes cli_printable(), in place. The prefix's own backslash stays. */
char *cli_name_argument(char *word) {
        char *out = word + (cli_short_name(word) - word);

        for (const char *in = out; *in;) {
                int high, low;

                if (in[0] == '\\' && in[1] == 'x' && (high = hex_digit(in[2])) >= 0 &&
                    (low = hex_digit(in[3])) >= 0 && high + low > 0) {
                        *out++ = (char) (high << 4 | low);
                        in += 4;
                } else
                        *out++ = *in++;
        }
        *out = '\0';
        return word;
}

/* How long the UTF-8 sequence is that begins here; 0 if none does. Overlong
 * forms, surrogates and what is past U+10FFFF are none (RFC 3629). */
size_t cli_utf8_length(const unsigned char *bytes, size_t size) {
        unsigned char c = bytes[0];
        size_t length;

        if (c < 0x80)
                return 1;
        if (c < 0xc2 || c > 0xf4)
                return 0;
        length = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
        if (size < length)
                return 0;
        for (size_t i = 1; i < length; i++)
                if ((bytes[i] & 0xc0) != 0x80)
                        return 0;
        if ((c == 0xe0 && bytes[1] < 0xa0) || (c == 0xed && bytes[1] > 0x9f) ||
            (c == 0xf0 && bytes[1] < 0x90) || (c == 0xf4 && bytes[1] > 0x8f))
                return 0;
        return length;
}

/* Columns on a terminal, where each character takes one. */
size_t cli_columns(const char *text) {
        size_t columns = 0;

        for (; *text; text++)
                columns += ((unsigned char) *text & 0xc0) != 0x80;
        return columns;
}

const char *cli_printable(const char *name) {
        static char texts[8][CLI_NAME_TEXT_BYTES];
        static unsigned turn;
        char *text = texts[turn++ % 8], *out = text;
        const char *end = text + CLI_NAME_TEXT_BYTES - 8;
        size_t left = strlen(name);

        while (left > 0 && out < end) {
                const unsigned char *bytes = (const unsigned char *) name;
                size_t length = cli_utf8_length(bytes, left);
                bool is_control = bytes[0] < 32 || bytes[0] == 127 ||
                                  (bytes[0] == 0xc2 && left > 1 && bytes[1] < 0xa0);

                if (length == 0 || is_control) {
                        out += snprintf(out, 5, "\\x%02x", bytes[0]);
                        length = 1;
                } else {
                        memcpy(out, name, length);
                        out += length;
                }
                name += length;
                left -= length;
        }
        *out = '\0';
        return text;
}

/* The name as one word of a shell command line. */
const char *cli_shell_word(const char *name) {
        static char text[CLI_NAME_TEXT_BYTES + 3];
        const char *shown = cli_printable(name);

        if (*shown && strspn(shown, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                    "0123456789_.-/+:@%,") == strlen(shown))
                return shown;
        if (strchr(shown, '\'')) {
                snprintf(text, sizeof(text), "\"%s\"", shown);
                return text;
        }
        snprintf(text, sizeof(text), "'%s'", shown);
        return text;
}

const char *cli_article(uint32_t kind) {
        return kind == MW_KIND_EVENT ? "an" : "a";
}
