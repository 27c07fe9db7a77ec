/* SPDX-License-Identifier: MIT */
/* name.c — which names are good, which are bad, which are the same. */
#include "thing.h"
#include <stdlib.h>
#include <string.h>

static int open_name(const char *name)
{
        mw_event *event;
        int result = mw_event_open(name, MW_CREATE | MW_EXCLUSIVE, NULL, &event);

        if (result >= 0)
                mw_event_close(event);
        return result;
}

/* Made under the one name and found under the other? */
static bool is_same(const char *one, const char *other)
{
        struct thing made = thing_make(AUTO, one, 0), found;
        int result = thing_open(&found, AUTO, other, 0, 0);

        if (result >= 0)
                thing_close(&found);
        else
                ASSERT_IS(result, MW_ENOTFOUND);
        thing_close(&made);
        return result >= 0;
}

TEST(local_is_the_default_prefix)
{
        ASSERT(is_same("cam", "Local\\cam"));
        ASSERT(is_same("Local\\cam", "cam"));
}

TEST(global_is_another_namespace)
{
        ASSERT(!is_same("cam", "Global\\cam"));
        ASSERT(!is_same("Global\\cam", "Local\\cam"));
        ASSERT(is_same("Global\\cam", "Global\\cam"));
}

TEST(letter_case_counts)
{
        ASSERT(!is_same("cam", "CAM"));
        ASSERT(!is_same("Cam", "cam"));
        ASSERT_IS(open_name("local\\cam"), MW_ENAME);
        ASSERT_IS(open_name("LOCAL\\cam"), MW_ENAME);
        ASSERT_IS(open_name("global\\cam"), MW_ENAME);
        ASSERT_IS(open_name("GLOBAL\\cam"), MW_ENAME);
}

TEST(a_backslash_elsewhere_is_refused)
{
        static const char *const bad[] = {
                "\\", "\\a", "a\\", "a\\b", "\\\\", "Local\\a\\b", "Local\\\\a", "Local\\a\\",
                "Global\\a\\b", "Local\\Global\\a", "Global\\Local\\a", "Session\\1\\a",
                "Local \\a", " Local\\a", "Locale\\a", "Loca\\l",
        };

        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                if (open_name(bad[i]) != MW_ENAME)
                        test_fail(__FILE__, __LINE__, "\"%s\" was not refused", bad[i]);
}

TEST(a_prefix_needs_a_name_behind_it)
{
        ASSERT_IS(open_name("Local\\"), MW_ENAME);
        ASSERT_IS(open_name("Global\\"), MW_ENAME);
}

TEST(a_prefix_without_backslash_is_a_name)
{
        ASSERT_IS(open_name("Local"), MW_CREATED);
        ASSERT_IS(open_name("Global"), MW_CREATED);
        ASSERT(!is_same("Local", "Global"));
}

TEST(names_that_mean_something_to_a_file_system_are_only_names)
{
        static const char *const names[] = {
                ".", "..", "...", "/", "a/b", "../x", "/etc/passwd", "~", "-", "--", "*", "?", "%",
                "%2f", "%2F", "%", "%%", "%5c", "a%", ".hidden", " ", "  ", "a ", " a", "\n",
                "\t", "\x01", "\x7f", "\xff", "\xc3\xa9", "\xf0\x9f\x8e\xa5", "\xff\xfe\xfd", ":",
                "con", "NUL", "$HOME", "`x`", "'", "\"", "a\nb", "registry", ".registry", "tmp",
                "lock", ".lock", "bell",
        };
        size_t count = sizeof names / sizeof *names;
        struct thing made[sizeof names / sizeof *names];

        /* All at once: no two of them may meet on disk. */
        for (size_t i = 0; i < count; i++) {
                bool again = false;

                for (size_t k = 0; k < i; k++)
                        again |= strcmp(names[i], names[k]) == 0;
                ASSERT_IS(thing_open(&made[i], AUTO, names[i], MW_CREATE, 0),
                          again ? MW_OK : MW_CREATED);
        }
        for (size_t i = 0; i < count; i++)
                thing_close(&made[i]);
        for (size_t i = 0; i < count; i++)
                ASSERT_IS(thing_open(&made[i], AUTO, names[i], 0, 0), MW_ENOTFOUND);
}

TEST(every_single_byte_but_0_and_backslash_is_a_name)
{
        struct thing made[256];

        for (int byte = 1; byte < 256; byte++) {
                char name[2] = { (char) byte, 0 };

                if (byte == '\\')
                        ASSERT_IS(open_name(name), MW_ENAME);
                else
                        made[byte] = thing_make(AUTO, name, 0);
        }
        for (int byte = 1; byte < 256; byte++)
                if (byte != '\\')
                        thing_close(&made[byte]);
}

static char *of_length(const char *prefix, size_t length, char byte)
{
        size_t start = strlen(prefix);
        char *name = malloc(start + length + 1);

        ASSERT(name);
        memcpy(name, prefix, start);
        memset(name + start, byte, length);
        name[start + length] = 0;
        return name;
}

TEST(the_longest_name_works_and_one_byte_more_does_not)
{
        static const char *const prefixes[] = { "", "Local\\", "Global\\" };
        static const char bytes[] = { 'a', '.', '/', '%', '\xff', ' ' };

        for (size_t p = 0; p < 3; p++)
                for (size_t b = 0; b < sizeof bytes; b++) {
                        char *good = of_length(prefixes[p], MW_NAME_MAX_BYTES, bytes[b]);
                        char *bad = of_length(prefixes[p], MW_NAME_MAX_BYTES + 1, bytes[b]);
                        char *long_bad = of_length(prefixes[p], 100000, bytes[b]);

                        ASSERT_IS(open_name(good), MW_CREATED);
                        ASSERT_IS(open_name(bad), MW_ENAME);
                        ASSERT_IS(open_name(long_bad), MW_ENAME);
                        free(good);
                        free(bad);
                        free(long_bad);
                }
}

TEST(long_names_that_differ_in_one_byte_differ)
{
        for (size_t length = 1; length <= MW_NAME_MAX_BYTES; length += length < 200 ? 13 : 137) {
                char *one = of_length("", length, 'n'), *other = of_length("", length, 'n');

                other[length - 1] = 'm';
                ASSERT(is_same(one, one));
                ASSERT(!is_same(one, other));
                other[length - 1] = 'n';
                other[0] = 'N';
                ASSERT(!is_same(one, other));
                free(one);
                free(other);
        }
}

TEST(a_name_may_be_the_encoded_form_of_another)
{
        struct thing made = thing_make(AUTO, "a/b c", 0);
        char encoded[600];

        /* Whatever is on disk for "a/b c", used as a name, is another object. */
        snprintf(encoded, sizeof encoded, "%s", list_files(test_directory()) + 1);
        for (char *name = strtok(encoded, " "); name; name = strtok(NULL, " ")) {
                struct thing other;

                ASSERT_IS(thing_open(&other, AUTO, name, 0, 0), MW_ENOTFOUND);
                other = thing_make(AUTO, name, 0);
                thing_close(&other);
        }
        thing_close(&made);
}

TEST(null_and_empty_make_unnamed_objects_that_never_meet)
{
        static const char *const names[] = { NULL, "" };

        for (int n = 0; n < 2; n++) {
                struct thing one = thing_make(AUTO, names[n], 0);
                struct thing other = thing_make(AUTO, names[n], 0);

                ASSERT_IS(thing_signal(&one), MW_OK);
                ASSERT_IS(thing_try(&other), MW_ETIMEDOUT);
                ASSERT_IS(thing_try(&one), MW_OK);
                thing_close(&one);
                thing_close(&other);
        }
}

TEST(unnamed_without_create_is_refused)
{
        struct thing thing;

        for (int what = 0; what < KINDS; what++) {
                ASSERT_IS(thing_open(&thing, what, NULL, 0, 0), MW_ENAME);
                ASSERT_IS(thing_open(&thing, what, "", 0, 0), MW_ENAME);
        }
}

TEST(all_kinds_share_one_namespace)
{
        for (int mine = 0; mine < KINDS; mine++) {
                struct thing made = thing_make(mine, "x", 0);

                for (int other = 0; other < KINDS; other++) {
                        struct thing thing;
                        bool fits = what_kind(mine) == what_kind(other);
                        int result = thing_open(&thing, other, "x", 0, 0);

                        ASSERT_IS(result, fits ? MW_OK : MW_EKIND);
                        if (fits)
                                thing_close(&thing);
                        result = thing_open(&thing, other, "x", MW_CREATE, 0);
                        ASSERT_IS(result, fits ? MW_OK : MW_EKIND);
                        if (fits)
                                thing_close(&thing);
                }
                ASSERT_IS(mw_mapping_open("x", 0, 0, NULL, &(mw_mapping *){ NULL }), MW_EKIND);
                ASSERT_IS(mw_mapping_open("x", 10, MW_CREATE, NULL, &(mw_mapping *){ NULL }),
                          MW_EKIND);
                thing_close(&made);
        }
}

TEST(a_mappings_name_is_not_an_events)
{
        mw_mapping *mapping;

        ASSERT_IS(mw_mapping_open("x", 10, MW_CREATE, NULL, &mapping), MW_CREATED);
        for (int what = 0; what < KINDS; what++) {
                struct thing thing;

                ASSERT_IS(thing_open(&thing, what, "x", 0, 0), MW_EKIND);
                ASSERT_IS(thing_open(&thing, what, "x", MW_CREATE, 0), MW_EKIND);
        }
        mw_mapping_close(mapping);
}
