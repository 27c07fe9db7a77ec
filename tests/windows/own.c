/* SPDX-License-Identifier: MIT */
/* own.c — what is Windows' own: other programs in the same names, the mark, handles.
 *
 * The other program is this one, calling kernel32 as any program does.
 */
#include "thing.h"
#include <windows.h>

#include <stdlib.h>
#include <string.h>

/* ---- any other program ----------------------------------------------------------------- */

ROLE(stranger_waits_and_answers)
{
        HANDLE ready = OpenEventW(SYNCHRONIZE, FALSE,
                                  L"Local\\own-gr\x00f6\x00df"
                                  L"e");
        HANDLE section = OpenFileMappingW(FILE_MAP_READ | FILE_MAP_WRITE, FALSE, L"own-bytes");
        HANDLE answered = OpenEventW(EVENT_MODIFY_STATE, FALSE, L"own-answered");
        char *view;

        ASSERT(ready && section && answered);
        view = MapViewOfFile(section, FILE_MAP_READ | FILE_MAP_WRITE, 0, 0, 0);
        ASSERT(view);
        reach("waiting");
        ASSERT_EQ(WaitForSingleObject(ready, INFINITE), WAIT_OBJECT_0);
        ASSERT_STR(view, "Information From Server");
        strcpy(view, "and back");
        ASSERT(SetEvent(answered));
}

TEST(any_program_meets_in_the_same_names_and_bytes)
{
        mw_event *ready, *answered;
        mw_mapping *mapping;
        struct peer *peer;
        void *bytes = NULL;

        ASSERT_IS(mw_event_open("own-gr\xc3\xb6\xc3\x9f"
                                "e",
                                MW_CREATE | MW_AUTO_RESET, NULL, &ready),
                  MW_CREATED);
        ASSERT_IS(mw_event_open("Local\\own-answered", MW_CREATE, NULL, &answered), MW_CREATED);
        ASSERT_IS(mw_mapping_open("own-bytes", 5000, MW_CREATE, NULL, &mapping), MW_CREATED);
        ASSERT_OK(mw_view_map(mapping, 0, 0, 0, &bytes));
        peer = peer_start("stranger_waits_and_answers", NULL);
        peer_expect(peer, "waiting");
        strcpy(bytes, "Information From Server");
        ASSERT_OK(mw_event_set(ready));
        ASSERT_IS(mw_event_wait(answered, MW_NEVER), MW_OK);
        ASSERT_STR(bytes, "and back");
        peer_end(peer);
        mw_view_unmap(bytes);
        mw_mapping_close(mapping);
        mw_event_close(answered);
        mw_event_close(ready);
}

TEST(another_programs_objects_are_opened_and_told)
{
        HANDLE section = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 5000,
                                            L"own-section");
        HANDLE event = CreateEventW(NULL, TRUE, TRUE, L"own-event");
        mw_object_info info = MW_OBJECT_INFO_INIT;
        mw_event *found, *same;
        mw_mapping *mapping;

        ASSERT(section && event);
        ASSERT_IS(mw_mapping_open("own-section", 1, MW_CREATE, NULL, &mapping), MW_OK);
        ASSERT_EQ(mw_mapping_size_bytes(mapping), 8192); /* the kernel knows pages */
        ASSERT_EQ(mw_mapping_tag(mapping), 0);
        ASSERT_IS(mw_event_open("own-event", MW_READ_ONLY, NULL, &found), MW_OK);
        ASSERT_IS(mw_event_open("own-event", 0, NULL, &same), MW_OK);
        ASSERT(mw_object_id(mw_event_object(found)) == mw_object_id(mw_event_object(same)));
        ASSERT_EQ(mw_event_is_auto_reset(found), 0);
        ASSERT_IS(mw_event_wait(found, MW_NOW), MW_OK);
        ASSERT_OK(mw_inspect_name("own-event", &info));
        ASSERT_EQ(info.kind, MW_KIND_EVENT);
        ASSERT_EQ(info.is_signalled, 1);
        ASSERT_EQ(info.creator_pid, 0);
        mw_mapping_close(mapping);
        mw_event_close(found);
        mw_event_close(same);
        CloseHandle(section);
        CloseHandle(event);
}

/* ---- the mark -------------------------------------------------------------------------- */

ROLE(opener)
{
        mw_mapping *mapping;

        ASSERT_IS(mw_mapping_open("own-sized", 0, MW_READ_ONLY, NULL, &mapping), MW_OK);
        reach("%llu %u", (unsigned long long) mw_mapping_size_bytes(mapping),
              mw_mapping_tag(mapping));
        mw_mapping_close(mapping);
}

TEST(a_stranger_learns_the_exact_size_and_the_tag)
{
        mw_mapping_options options = MW_MAPPING_OPTIONS_INIT;
        mw_object_info info = MW_OBJECT_INFO_INIT;
        mw_mapping *mapping;
        struct peer *peer;

        options.tag = 77;
        ASSERT_OK(mw_mapping_open("own-sized", 65537, MW_CREATE, &options, &mapping));
        peer = peer_start("opener", NULL);
        peer_expect(peer, "65537 77");
        peer_end(peer);
        ASSERT_OK(mw_inspect_name("own-sized", &info));
        ASSERT_EQ(info.size_bytes, 65537);
        ASSERT_EQ(info.creator_pid, GetCurrentProcessId());
        ASSERT(info.created_unix_ns > 0);
        mw_mapping_close(mapping);
}

/* Hostile: another program's access list claims a size that the section doesn't have. */
TEST(a_mark_that_lies_about_the_size_is_not_believed)
{
        static const uint64_t lies[] = { 1, 4096, 8193, 1ull << 40, UINT64_MAX, 0 };

        for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
                SID_IDENTIFIER_AUTHORITY authority = { SECURITY_RESOURCE_MANAGER_AUTHORITY };
                DWORD parts[10] = {
                        0x4d574d31, 0, 5, 0, 1, 2, (DWORD) lies[i], (DWORD) (lies[i] >> 32), 0, 0
                };
                unsigned char room[1024], subject[128];
                SECURITY_DESCRIPTOR descriptor;
                SECURITY_ATTRIBUTES attributes = { sizeof attributes, &descriptor, FALSE };
                ACL *acl = (ACL *) (void *) room;
                SID_IDENTIFIER_AUTHORITY world = { SECURITY_WORLD_SID_AUTHORITY };
                unsigned char everyone[32];
                mw_mapping *mapping;
                HANDLE section;

                InitializeSid(subject, &authority, 10);
                for (DWORD part = 0; part < 10; part++)
                        *GetSidSubAuthority(subject, part) = parts[part];
                InitializeSid(everyone, &world, 1);
                *GetSidSubAuthority(everyone, 0) = 0;
                InitializeAcl(acl, sizeof room, ACL_REVISION);
                ASSERT(AddAccessAllowedAce(acl, ACL_REVISION, GENERIC_ALL, everyone));
                ASSERT(AddAccessAllowedAce(acl, ACL_REVISION, READ_CONTROL, subject));
                InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION);
                ASSERT(SetSecurityDescriptorDacl(&descriptor, TRUE, acl, FALSE));
                section = CreateFileMappingW(INVALID_HANDLE_VALUE, &attributes, PAGE_READWRITE, 0,
                                             8192, L"own-liar");
                ASSERT(section);
                ASSERT_IS(mw_mapping_open("own-liar", 0, 0, NULL, &mapping), MW_OK);
                ASSERT_EQ(mw_mapping_size_bytes(mapping), 8192);
                mw_mapping_close(mapping);
                CloseHandle(section);
        }
}

/* ---- files ----------------------------------------------------------------------------- */

static HANDLE make_file(const char *path, const char *bytes)
{
        HANDLE file =
                CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 7, NULL, CREATE_ALWAYS, 0, NULL);
        DWORD put;

        ASSERT(file != INVALID_HANDLE_VALUE);
        ASSERT(WriteFile(file, bytes, (DWORD) strlen(bytes), &put, NULL));
        return file;
}

TEST(a_file_is_taken_by_its_handle_and_can_not_be_cut)
{
        mw_mapping_options options = MW_MAPPING_OPTIONS_INIT;
        mw_object_info info = MW_OBJECT_INFO_INIT;
        char path[MAX_PATH], found[MAX_PATH];
        mw_mapping *mapping;
        void *bytes = NULL;
        HANDLE file;

        snprintf(path, sizeof path, "%s\\by-handle", test_scratch());
        file = make_file(path, "hello");
        options.file_descriptor = (int32_t) (intptr_t) file;
        ASSERT_IS(mw_mapping_open("own-file", 0, MW_CREATE, &options, &mapping), MW_CREATED);
        ASSERT_EQ(mw_mapping_size_bytes(mapping), 5);
        ASSERT_OK(mw_view_map(mapping, 0, 0, 0, &bytes));
        ASSERT(memcmp(bytes, "hello", 5) == 0);
        SetFilePointer(file, 0, NULL, FILE_BEGIN);
        ASSERT(!SetEndOfFile(file));
        ASSERT_EQ(GetLastError(), ERROR_USER_MAPPED_FILE);
        memcpy(bytes, "HELLO", 5);
        ASSERT_IS(mw_view_flush(bytes, 0), MW_OK);
        ASSERT_OK(mw_inspect_name("own-file", &info));
        ASSERT_EQ(info.backing, MW_BACKING_FILE);
        ASSERT(GetLongPathNameA(path, found, sizeof found) > 0);
        ASSERT(_stricmp(info.file_path, found) == 0);
        ASSERT_OK(mw_view_unmap(bytes));
        mw_mapping_close(mapping);
        CloseHandle(file);
        options.file_descriptor = 0x7ffffff0;
        ASSERT_IS(mw_mapping_open("own-file", 0, MW_CREATE, &options, &mapping), MW_EINVAL);
        ASSERT_EQ(mw_os_error(), ERROR_INVALID_HANDLE);
}

TEST(the_systems_number_is_its_own)
{
        mw_mapping_options options = MW_MAPPING_OPTIONS_INIT;
        mw_mapping *mapping;

        options.file_path = "C:\\no\\such\\directory\\file";
        ASSERT_IS(mw_mapping_open(NULL, 0, MW_CREATE, &options, &mapping), MW_ENOTFOUND);
        ASSERT_EQ(mw_os_error(), ERROR_PATH_NOT_FOUND);
}

/* ---- death ----------------------------------------------------------------------------- */

ROLE(owner)
{
        struct thing mutex = thing_find(MUTEX, "own-mutex");

        ASSERT_OK(thing_wait(&mutex, MW_NEVER));
        reach("owning");
        await_go();
}

TEST(a_killed_owner_abandons_and_a_killed_holder_ends_the_name)
{
        struct thing mutex = thing_make(MUTEX, "own-mutex", 0);
        struct peer *peer = peer_start("owner", NULL);

        peer_expect(peer, "owning");
        ASSERT_IS(thing_try(&mutex), MW_ETIMEDOUT);
        peer_kill(peer);
        ASSERT_IS(thing_wait(&mutex, MW_NEVER), MW_ABANDONED);
        ASSERT_OK(mw_mutex_unlock(mutex.mutex));
        peer = peer_start("owner", NULL);
        peer_expect(peer, "owning");
        thing_close(&mutex);
        ASSERT_IS(thing_open(&mutex, MUTEX, "own-mutex", 0, 0), MW_OK); /* the peer has it */
        thing_close(&mutex);
        peer_kill(peer);
        ASSERT_IS(thing_open(&mutex, MUTEX, "own-mutex", 0, 0), MW_ENOTFOUND);
}

TEST(a_killed_waiter_takes_nothing_with_it)
{
        struct thing event = thing_make(AUTO, "own-auto", 0);

        for (int round = 0; round < 5; round++) {
                struct peer *peer = remote_start();

                remote_open(peer, AUTO, "own-auto");
                remote_sleep(peer, "one -1 0");
                peer_kill(peer);
                ASSERT_OK(thing_signal(&event));
                ASSERT_IS(thing_try(&event), MW_OK);
                ASSERT_IS(thing_try(&event), MW_ETIMEDOUT);
        }
        thing_close(&event);
}

/* ---- who holds it ---------------------------------------------------------------------- */

TEST(holders_are_found_in_other_processes)
{
        struct thing mutex = thing_make(MUTEX, "own-mutex", 0);
        struct peer *peer = peer_start("owner", NULL);
        uint32_t count = 0, mine = 0, theirs = 0;
        mw_holder holders[8];

        peer_expect(peer, "owning");
        ASSERT_OK(mw_inspect_holders("own-mutex", holders, 8, &count));
        ASSERT_EQ(count, 2);
        for (uint32_t i = 0; i < count; i++) {
                mine += holders[i].pid == GetCurrentProcessId();
                theirs += holders[i].pid == (uint32_t) peer->pid;
                ASSERT_STR(holders[i].command, "test_windows_own.exe");
        }
        ASSERT_EQ(mine, 1);
        ASSERT_EQ(theirs, 1);
        peer_go(peer);
        peer_end(peer);
        thing_close(&mutex);
}

TEST(a_handle_opened_to_read_can_not_write)
{
        mw_mapping *mapping, *reader;
        void *bytes = NULL;

        ASSERT_OK(mw_mapping_open("own-ro", 100, MW_CREATE, NULL, &mapping));
        ASSERT_IS(mw_mapping_open("own-ro", 100, MW_CREATE | MW_READ_ONLY, NULL, &reader), MW_OK);
        ASSERT_IS(mw_view_map(reader, 0, 0, 0, &bytes), MW_EACCES);
        ASSERT_OK(mw_view_map(reader, 0, 0, MW_READ_ONLY, &bytes));
        ASSERT_IS(mw_view_write(bytes, "x", 1), MW_EACCES);
        ASSERT_OK(mw_view_unmap(bytes));
        mw_mapping_close(reader);
        mw_mapping_close(mapping);
}

TEST(names_of_any_bytes_come_back_as_they_were)
{
        static const char *const names[] = {
                "own-\xff\xfe",         "own-\xed\xb2\x80", "own-\xc3",
                "own-\xf0\x9f\x98\x80", "own-/:*?\"<>|",    "own-\x80"
        };
        enum { COUNT = sizeof names / sizeof names[0] };
        struct thing made[COUNT];
        int found = 0;
        mw_object_info info = MW_OBJECT_INFO_INIT;
        mw_inspector *all;

        for (int i = 0; i < COUNT; i++)
                made[i] = thing_make(SEMAPHORE, names[i], (uint32_t) i + 1);
        for (int i = 0; i < COUNT; i++) {
                ASSERT_OK(mw_inspect_name(names[i], &info));
                ASSERT_EQ(info.count, i + 1);
        }
        ASSERT_OK(mw_inspect_open(MW_SCOPE_LOCAL, &all));
        while (mw_inspect_next(all, &info) == MW_OK)
                for (int i = 0; i < COUNT; i++)
                        found += strcmp(info.name, names[i]) == 0;
        mw_inspect_close(all);
        ASSERT_EQ(found, COUNT);
        for (int i = 0; i < COUNT; i++)
                thing_close(&made[i]);
}

TEST(what_is_not_there_says_so)
{
        mw_share share = { 0 };
        mw_event *event;

        ASSERT_OK(mw_event_open(NULL, MW_CREATE, NULL, &event));
        ASSERT_IS(mw_share_object(mw_event_object(event), &share), MW_ENOTSUP);
        ASSERT_IS(mw_share_open_event(&share, &event), MW_ENOTSUP);
        mw_event_close(event);
        ASSERT_IS(mw_guard_enable(), MW_OK);
}
