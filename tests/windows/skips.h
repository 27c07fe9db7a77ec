/* SPDX-License-Identifier: MIT */
/* skips.h — tests that can't run on Windows, or not under Wine, each with its reason.
 *
 * They count as skipped, and the reason is printed. What Windows does instead is tested
 * in own.c.
 */
#define CUT     "Windows lets nobody cut a file that is mapped (own.c)"
#define FILES   "objects are no files there"
#define HANDLES "a descriptor is a handle there (own.c)"

static const struct {
        const char *program, *test, *reason;
} skips[] = {
        { "unit_base", "os_error_is_0_for_our_own_findings_and_errno_for_the_systems",
          "the system's numbers are GetLastError()'s (own.c)" },
        { "unit_name", "a_prefix_without_backslash_is_a_name",
          "Local, Global and Session alone are links of the kernel's in that directory" },
        { "unit_mapping", "the_bytes_are_at_the_start_of_the_file_for_any_program",
          "a mapping is no file there; any program meets it by name (own.c)" },
        { "unit_mapping", "sizes_beyond_reason_are_refused_and_leave_nothing",
          "Wine promises memory that it doesn't have" },
        { "unit_view", "a_wanted_address_is_taken_or_refused",
          "Wine maps at another address when the wanted one is taken" },
        { "unit_file", "a_plain_access_under_the_guard_marks_the_view_only", CUT },
        { "unit_file", "with_the_guard_a_truncated_page_is_an_error_code", CUT },
        { "unit_file", "without_the_guard_a_truncated_page_is_sigbus", CUT },
        { "unit_file", "a_stranger_is_told_when_the_file_was_cut", CUT },
        { "unit_file", "a_stranger_is_told_when_the_file_was_replaced",
          "the mapping keeps its file, whatever becomes of the name" },
        { "unit_file", "a_descriptor_without_the_rights_is_refused", HANDLES },
        { "unit_file", "size_0_takes_the_files_size_by_path_and_by_descriptor", HANDLES },
        { "unit_lazy", "a_terabyte_takes_no_space_until_it_is_committed",
          "the kernel doesn't tell how much of a mapping is committed" },
        { "unit_mutex", "ten_thousand_threads_one_after_another_need_no_more_slots",
          "slots of threads are Linux's; Wine takes minutes for so many threads" },
        { "unit_timer", "the_counts_in_its_word_may_wrap",
          "the word is Linux's; 17,000 rounds are too many for Wine's server" },
        { "unit_timer", "inspection_tells_when_it_is_due",
          "the kernel tells the time that is left, not the point" },
        { "unit_inspect", "an_abandoned_mutex_and_a_waiter_are_told",
          "the kernel doesn't tell of waiters" },
        { "unit_inspect", "what_is_not_a_file_is_told_as_foreign_and_left_alone", FILES },
        { "unit_inspect", "a_damaged_live_object_is_told_as_damaged", FILES },
        { "unit_inspect", "foreign_files_are_listed_never_believed_and_never_removed", FILES },
        { "unit_inspect", "empty_files_are_no_leftovers_of_ours", FILES },
        { "unit_inspect", "a_leftover_is_told_and_swept", "the kernel keeps no leftovers" },
        { "unit_inspect", "holders_are_told_by_pid_and_command",
          "commands have other names there (own.c)" },
        { "unit_inspect", "mappings_are_told_with_size_and_backing",
          "paths have other separators there (own.c)" },
        { "proc_owner", "exec_abandons_and_lets_go",
          "no process becomes another program there: exec starts one, and ends" },
        { "proc_lifetime", "who_joins_has_the_name", FILES },
        { "proc_lifetime", "a_lifecycle_lock_held_for_ever_is_busy_not_a_hang", FILES },
        { "proc_lifetime", "a_removed_file_loses_the_name_and_nothing_else", FILES },
};
