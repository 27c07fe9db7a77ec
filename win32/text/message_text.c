/* SPDX-License-Identifier: MIT */
/* message_text.c — the texts of the last errors, as an English Windows says them.
 *
 * Each ends in a line's end there, which is left out here.
 */
#include "message_text.h"

typedef struct text {
        DWORD number;
        const char *text;
} text;

static const text texts[] = {
        { 0, "The operation completed successfully." },
        { 1, "Incorrect function." },
        { 2, "The system cannot find the file specified." },
        { 3, "The system cannot find the path specified." },
        { 4, "The system cannot open the file." },
        { 5, "Access is denied." },
        { 6, "The handle is invalid." },
        { 7, "The storage control blocks were destroyed." },
        { 8, "Not enough memory resources are available to process this command." },
        { 9, "The storage control block address is invalid." },
        { 10, "The environment is incorrect." },
        { 11, "An attempt was made to load a program with an incorrect format." },
        { 12, "The access code is invalid." },
        { 13, "The data is invalid." },
        { 14, "Not enough memory resources are available to complete this operation." },
        { 15, "The system cannot find the drive specified." },
        { 16, "The directory cannot be removed." },
        { 17, "The system cannot move the file to a different disk drive." },
        { 18, "There are no more files." },
        { 19, "The media is write protected." },
        { 20, "The system cannot find the device specified." },
        { 21, "The device is not ready." },
        { 22, "The device does not recognize the command." },
        { 23, "Data error (cyclic redundancy check)." },
        { 24, "The program issued a command but the command length is incorrect." },
        { 25, "The drive cannot locate a specific area or track on the disk." },
        { 29, "The system cannot write to the specified device." },
        { 30, "The system cannot read from the specified device." },
        { 31, "A device attached to the system is not functioning." },
        { 32, "The process cannot access the file because it is being used by another process." },
        { 33, "The process cannot access the file because another process has locked a portion of "
              "the file." },
        { 38, "Reached the end of the file." },
        { 39, "The disk is full." },
        { 50, "The request is not supported." },
        { 53, "The network path was not found." },
        { 80, "The file exists." },
        { 82, "The directory or file cannot be created." },
        { 87, "The parameter is incorrect." },
        { 89, "The system cannot start another process at this time." },
        { 109, "The pipe has been ended." },
        { 110, "The system cannot open the device or file specified." },
        { 111, "The file name is too long." },
        { 112, "There is not enough space on the disk." },
        { 120, "This function is not supported on this system." },
        { 121, "The semaphore timeout period has expired." },
        { 122, "The data area passed to a system call is too small." },
        { 123, "The filename, directory name, or volume label syntax is incorrect." },
        { 124, "The system call level is not correct." },
        { 126, "The specified module could not be found." },
        { 127, "The specified procedure could not be found." },
        { 128, "There are no child processes to wait for." },
        { 131, "An attempt was made to move the file pointer before the beginning of the file." },
        { 145, "The directory is not empty." },
        { 156, "The recipient process has refused the signal." },
        { 157, "The segment is already discarded and cannot be locked." },
        { 158, "The segment is already unlocked." },
        { 161, "The specified path is invalid." },
        { 164, "No more threads can be created in the system." },
        { 167, "Unable to lock a region of a file." },
        { 170, "The requested resource is in use." },
        { 183, "Cannot create a file when that file already exists." },
        { 193, "%1 is not a valid Win32 application." },
        { 203, "The system could not find the environment option that was entered." },
        { 206, "The filename or extension is too long." },
        { 223, "The file size exceeds the limit allowed and cannot be saved." },
        { 230, "The pipe state is invalid." },
        { 231, "All pipe instances are busy." },
        { 232, "The pipe is being closed." },
        { 233, "No process is on the other end of the pipe." },
        { 234, "More data is available." },
        { 235, "No action was taken as the system is in the proper state." },
        { 258, "The wait operation timed out." },
        { 259, "No more data is available." },
        { 267, "The directory name is invalid." },
        { 288, "Attempt to release mutex not owned by caller." },
        { 298, "Too many posts were made to a semaphore." },
        { 299, "Only part of a ReadProcessMemory or WriteProcessMemory request was completed." },
        { 303, "The file cannot be opened because it is in the process of being deleted." },
        { 317, "The system cannot find message text for message number 0x%1 in the message file "
               "for %2." },
        { 487, "Attempt to access invalid address." },
        { 535, "There is a process on other end of the pipe." },
        { 536, "Waiting for a process to open the other end of the pipe." },
        { 740, "The requested operation requires elevation." },
        { 994, "Access to the extended attribute was denied." },
        { 995, "The I/O operation has been aborted because of either a thread exit or an "
               "application request." },
        { 996, "Overlapped I/O event is not in a signaled state." },
        { 997, "Overlapped I/O operation is in progress." },
        { 998, "Invalid access to memory location." },
        { 1001, "Recursion too deep; the stack overflowed." },
        { 1003, "Cannot complete this function." },
        { 1004, "Invalid flags." },
        { 1006, "The volume for a file has been externally altered so that the opened file is no "
                "longer valid." },
        { 1008, "An attempt was made to reference a token that does not exist." },
        { 1053, "The service did not respond to the start or control request in a timely "
                "fashion." },
        { 1056, "An instance of the service is already running." },
        { 1060, "The specified service does not exist as an installed service." },
        { 1114, "A dynamic link library (DLL) initialization routine failed." },
        { 1117, "The request could not be performed because of an I/O device error." },
        { 1131, "A potential deadlock condition has been detected." },
        { 1132, "The base address or the file offset specified does not have the proper "
                "alignment." },
        { 1150, "The specified program requires a newer version of Windows." },
        { 1168, "Element not found." },
        { 1175, "Unable to remove the file to be replaced." },
        { 1176, "Unable to move the replacement file to the file to be replaced. The file to be "
                "replaced has retained its original name." },
        { 1177, "Unable to move the replacement file to the file to be replaced. The file to be "
                "replaced has been renamed using the backup name." },
        { 1223, "The operation was canceled by the user." },
        { 1224, "The requested operation cannot be performed on a file with a user-mapped section "
                "open." },
        { 1235, "The request was aborted." },
        { 1306, "Indicates two revision levels are incompatible." },
        { 1307, "This security ID may not be assigned as the owner of this object." },
        { 1313, "A specified privilege does not exist." },
        { 1314, "A required privilege is not held by the client." },
        { 1336, "The access control list (ACL) structure is invalid." },
        { 1337, "The security ID structure is invalid." },
        { 1338, "The security descriptor structure is invalid." },
        { 1392, "The file or directory is corrupted and unreadable." },
        { 1450, "Insufficient system resources exist to complete the requested service." },
        { 1453, "Insufficient quota to complete the requested service." },
        { 1455, "The paging file is too small for this operation to complete." },
        { 1460, "This operation returned because the timeout period expired." },
        { 1784, "The supplied user buffer is not valid for the requested operation." },
        { 1813, "The specified resource type cannot be found in the image file." },
        { 1814, "The specified resource name cannot be found in the image file." },
        { 1815, "The specified resource language ID cannot be found in the image file." },
        { 1816, "Not enough quota is available to process this command." },
        { 4390, "The file or directory is not a reparse point." },
        { 0x80004001, "Not implemented" },
        { 0x80004002, "No such interface supported" },
        { 0x80004003, "Invalid pointer" },
        { 0x80004004, "Operation aborted" },
        { 0x80004005, "Unspecified error" },
        { 0x8000FFFF, "Catastrophic failure" },
};

/* 0x8007xxxx is the result that a component makes of the last error xxxx. */
#define RESULT_OF_ERROR 0x80070000u

const char *mww_message_text(DWORD number)
{
        size_t from = 0;
        size_t to = sizeof texts / sizeof *texts;

        if ((number & 0xFFFF0000u) == RESULT_OF_ERROR)
                number &= 0xFFFF;
        while (from < to) {
                size_t middle = from + (to - from) / 2;

                if (texts[middle].number == number)
                        return texts[middle].text;
                if (texts[middle].number < number)
                        from = middle + 1;
                else
                        to = middle;
        }
        return NULL;
}
