/* SPDX-License-Identifier: MIT */
/* inherit.h — what a child of CreateProcess gets from its parent. */
#ifndef MWW_INHERIT_H
#define MWW_INHERIT_H

#include "objects/parcel.h"
#include "ticket.h"

#define MWW_BLOCK_VARIABLE "MAPWIRE_WIN32_START"

/* What GetStartupInfo tells, and the handles that stand for the standard ones. */
typedef struct mww_startup {
        uint32_t flags; /* STARTF_x */
        uint32_t show_window;
        uint32_t place[7]; /* dwX to dwFillAttribute */
        uint32_t has_handles;
        uint64_t standard[3]; /* HANDLEs */
} mww_startup;

/* A block, and what it refers to, in the parent. */
typedef struct mww_block {
        int file;          /* -1: none */
        char variable[64]; /* MAPWIRE_WIN32_START=...: for the child's environment */
        mww_ticket *ticket;
        mww_parcel *parcels;
        size_t parcel_count;
        int *kept; /* descriptors that the child keeps, rising */
        size_t kept_count;
        int start_line;  /* of a child that is made suspended, there; -1 */
        int next_number; /* of a gift, there */
        uint64_t next_value;
} mww_block;

/* Of the handles that could be inherited those that shall be; NULL: all. */
typedef struct mww_handle_choice {
        const HANDLE *handles;
        size_t count;
} mww_handle_choice;

/* Writes the block. choice NULL: without handles; else the inheritable ones go along.
 * is_open: handles may be added to it, until it is sealed. */
DWORD mww_block_make(const char *command_line, const char *title, const mww_startup *startup,
                     const mww_handle_choice *choice, bool is_open, mww_block *out_block);
/* Closes what travels: the child has its own. */
void mww_block_release(mww_block *block);
/* Closes all but the ticket. */
void mww_block_close(mww_block *block);

/* gift.c: a handle more for a child that has not begun; file: the block's, line: its start
 * line. And the end of that: it may begin. False: it is gone. */
DWORD mww_gift_give(mww_block *block, int file, int line, const mww_parcel *parcel, DWORD access,
                    bool inherit, HANDLE *out_handle);
bool mww_gift_end(int file, int line);

/* The block's beginning, of which gift.c changes two words. Parcels, handles, command line,
 * title follow, up to a multiple of 8, then the gifts. */
typedef struct mww_block_head {
        mww_ticket ticket;
        uint64_t magic;
        uint64_t size_bytes; /* of all                    */
        uint32_t parcel_count;
        uint32_t handle_count;
        uint32_t line_bytes; /* with their ends           */
        uint32_t title_bytes;
        uint64_t gift_count;
        mww_startup startup;
} mww_block_head;

typedef struct mww_inherited {
        uint64_t value;
        uint32_t access;
        uint32_t marks;
        uint64_t parcel; /* which */
} mww_inherited;

typedef struct mww_gift {
        mww_parcel parcel;
        mww_inherited handle;
} mww_gift;

/* In the child: what came. NULL and false: this process was not made so. */
bool mww_startup_info(mww_startup *out_startup, const char **out_title);
HANDLE mww_startup_handle(int which);
/* Was this process made by CreateProcess? */
bool mww_is_child(void);

#endif
