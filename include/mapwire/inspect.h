/* SPDX-License-Identifier: MIT */
/* inspect.h — what objects there are, who holds them, what the dead left.
 *
 *      mw_inspector *all;
 *      mw_object_info info = MW_OBJECT_INFO_INIT;
 *
 *      mw_inspect_open(MW_SCOPE_LOCAL, &all);
 *      while (mw_inspect_next(all, &info) == MW_OK)
 *              printf("%s %s\n", info.name, mw_kind_name(info.kind));
 *      mw_inspect_close(all);
 *
 * For tools. Nothing here trusts what it reads: half-made, damaged and foreign
 * files are told as what they are (state), never a fault.
 *
 * Threads  one thread at a time an inspector.
 * Crash    reads only, except mw_gc(), which may be killed anywhere.
 */
#ifndef MAPWIRE_INSPECT_H
#define MAPWIRE_INSPECT_H

#include <mapwire/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Which namespace. */
enum { MW_SCOPE_LOCAL = 0, MW_SCOPE_GLOBAL = 1 };

/* What a file in the namespace is. */
enum {
        MW_STATE_LIVE     = 1, /* somebody holds it                                    */
        MW_STATE_LEFTOVER = 2, /* nobody does: its holders were killed; gc removes it  */
        MW_STATE_BUILDING = 3, /* somebody is just making or ending it                 */
        MW_STATE_DAMAGED  = 4, /* held, but its control page contradicts the format    */
        MW_STATE_FOREIGN  = 5  /* not mapwire's, or not ours to read                   */
};

/* How a mapping's bytes are kept. */
enum { MW_BACKING_MEMORY = 0, MW_BACKING_FILE = 1, MW_BACKING_LAZY = 2 };

typedef struct mw_inspector mw_inspector;

/* One object. Values are those of one moment. */
typedef struct mw_object_info {
        uint32_t struct_size;      /* in: sizeof(mw_object_info)                            */
        uint32_t kind;             /* MW_KIND_*; 0 unknown                                  */
        uint32_t scope;            /* MW_SCOPE_*                                            */
        uint32_t state;            /* MW_STATE_*                                            */
        char     name[MW_NAME_MAX_BYTES + 1];      /* without prefix, NUL-terminated        */
        char     file_path[MW_PATH_MAX_BYTES + 1]; /* of a file-backed mapping, else ""     */
        uint32_t backing;          /* MW_BACKING_*                                          */
        uint32_t owner_uid;        /* of the object's file                                  */
        uint32_t mode;             /* permission bits of the object's file                  */
        uint32_t creator_pid;      /* as the creator saw itself: a hint, not an identity    */
        uint64_t size_bytes;       /* mapping: exact size                                   */
        uint64_t used_bytes;       /* space its file takes in the namespace                 */
        int64_t  created_unix_ns;  /* wall clock                                            */
        uint64_t id;               /* unique a creation                                     */
        uint32_t is_auto_reset;    /* event, timer                                          */
        uint32_t is_signalled;     /* set, free, count > 0, fired                           */
        uint32_t count;            /* semaphore: units; event: tokens; mutex: depth         */
        uint32_t max_count;        /* semaphore                                             */
        uint32_t is_abandoned;     /* mutex: the next owner will be told so                 */
        uint32_t has_waiters;      /* somebody slept on it since the last wake              */
        int64_t  due_ns;           /* timer: fires next, mw_now_ns()'s clock; MW_NEVER      */
        int64_t  period_ns;        /* timer                                                 */
} mw_object_info;
#define MW_OBJECT_INFO_INIT                                                                 \
        { (uint32_t) sizeof(mw_object_info), 0, 0, 0, "", "", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  \
          0, 0, 0, 0, 0 }

/* A process that holds an object. */
typedef struct mw_holder {
        uint32_t pid;              /* as this process sees it                               */
        uint32_t reserved;
        char     command[64];      /* its name, as in ps                                    */
} mw_holder;

/* mw_kind_name — "mapping", "event", "mutex", "semaphore", "timer", "unknown" */
MW_API const char *mw_kind_name(uint32_t kind);

/* mw_inspect_open — begin to list a namespace
 *
 * Returns  0, also when there is no namespace yet (the list is empty).
 *          MW_EUNTRUSTED: its directory belongs to another user. MW_EINVAL, MW_ENOMEM.
 */
MW_API int mw_inspect_open(uint32_t scope, mw_inspector **out_inspector);

/* mw_inspect_next — the next object, in no particular order
 *
 * Returns  0.  MW_ENOTFOUND: the end.
 */
MW_API int mw_inspect_next(mw_inspector *inspector, mw_object_info *out_info);

/* mw_inspect_close — end the list; takes NULL. */
MW_API void mw_inspect_close(mw_inspector *inspector);

/* mw_inspect_name — one object by name (prefix allowed)
 *
 * Returns  0.  MW_ENOTFOUND: nobody has it (a leftover is found, as such).
 */
MW_API int mw_inspect_name(const char *name, mw_object_info *out_info);

/* mw_inspect_holders — which processes hold an object
 *
 * Shape    out_holders: room for capacity of them. *out_count: how many there
 *          are; may be more than capacity.
 * Blocks   no; reads /proc of every process that we may read, about 20 us each.
 * Returns  0.  MW_ENOTFOUND: no such object.
 * Caveats  processes of other users and of other PID namespaces stay unseen.
 */
MW_API int mw_inspect_holders(const char *name, mw_holder *out_holders, uint32_t capacity,
                              uint32_t *out_count);

/* mw_gc — remove what dead holders left in a namespace
 *
 * Shape    *out_removed, *out_removed_bytes: may be NULL.
 *          dry_run: 1 counts only.
 * Returns  0.  Files of other users stay (only they or root can remove them).
 * Crash    may be killed anywhere; the next one goes on.
 */
MW_API int mw_gc(uint32_t scope, int dry_run, uint32_t *out_removed, uint64_t *out_removed_bytes);

/* mw_scope_directory — where a namespace's files are, as this process sees it
 *
 * Returns  a constant path, made or not.
 */
MW_API const char *mw_scope_directory(uint32_t scope);

#ifdef __cplusplus
}
#endif

#endif
