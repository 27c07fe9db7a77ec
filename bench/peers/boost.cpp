/* SPDX-License-Identifier: MIT */
/* boost.cpp — Boost.Interprocess: named mutex, semaphore, condition, shared memory.
 *
 * It has no events. Its documented way to one is a condition with a flag under a
 * mutex; "named" is that as a program would build it from the named classes. */
#include "../bench.h"
#include "../duel.h"

#include <boost/interprocess/mapped_region.hpp>
#include <boost/interprocess/shared_memory_object.hpp>
#include <boost/interprocess/sync/named_condition.hpp>
#include <boost/interprocess/sync/named_mutex.hpp>
#include <boost/interprocess/sync/named_semaphore.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>

#include <string>
#include <unistd.h>

namespace ipc = boost::interprocess;

namespace {

const std::size_t size_bytes = std::size_t(1) << 20;
const int handles = 1000;

std::string name_of(const char *kind, int number) {
        return "mwb." + std::string(kind) + "." + std::to_string(number);
}

/* An auto-reset event: set releases one waiter, now or later. */
struct event {
        ipc::named_mutex     mutex;
        ipc::named_condition condition;
        bool                *is_set; /* in shared memory */

        event(int number, bool *flag)
            : mutex(ipc::open_or_create, name_of("mutex", number).c_str()),
              condition(ipc::open_or_create, name_of("condition", number).c_str()), is_set(flag) {}

        void set() {
                ipc::scoped_lock<ipc::named_mutex> hold(mutex);
                *is_set = true;
                condition.notify_one();
        }

        void wait() {
                ipc::scoped_lock<ipc::named_mutex> hold(mutex);
                while (!*is_set)
                        condition.wait(hold);
                *is_set = false;
        }
};

event *events[2];
bool *flags;

void remove_names() {
        for (int i = 0; i < 2; i++) {
                ipc::named_mutex::remove(name_of("mutex", i).c_str());
                ipc::named_condition::remove(name_of("condition", i).c_str());
                ipc::named_semaphore::remove(name_of("semaphore", i).c_str());
        }
}

int attach_events() {
        for (int i = 0; i < 2; i++)
                events[i] = new event(i, &flags[i * 128]);
        return 0;
}

int open_events() {
        remove_names(); /* what a killed run left stays for ever */
        flags = static_cast<bool *>(bench_shared(4096));
        return attach_events();
}

int set_event(int number) {
        events[number]->set();
        return 0;
}

int wait_event(int number) {
        events[number]->wait();
        return 0;
}

const bench_signal event_signal = { open_events, attach_events, set_event, wait_event,
                                    remove_names };
const bench_rival event_rival = { "boost", &event_signal };

ipc::named_semaphore *semaphore;

int attach_semaphore() {
        semaphore = new ipc::named_semaphore(ipc::open_or_create,
                                             name_of("semaphore", 0).c_str(), 0);
        return 0;
}

int open_semaphore() {
        remove_names();
        return attach_semaphore();
}

int post(int) {
        semaphore->post();
        return 0;
}

int take(int) {
        semaphore->wait();
        return 0;
}

const bench_signal semaphore_signal = { open_semaphore, attach_semaphore, post, take,
                                        remove_names };
const bench_rival semaphore_rival = { "boost", &semaphore_signal };

ipc::named_mutex *mutex;

int attach_mutex() {
        mutex = new ipc::named_mutex(ipc::open_or_create, name_of("mutex", 0).c_str());
        return 0;
}

int open_mutex() {
        remove_names();
        return attach_mutex();
}

int unlock(int) {
        mutex->unlock();
        return 0;
}

int lock(int) {
        mutex->lock();
        return 0;
}

const bench_signal mutex_signal = { open_mutex, attach_mutex, unlock, lock, remove_names };
const bench_rival mutex_rival = { "boost", &mutex_signal };

void set_and_wait(void *, long calls) {
        while (calls-- > 0) {
                events[0]->set();
                events[0]->wait();
        }
}

void lock_and_unlock(void *, long calls) {
        while (calls-- > 0) {
                mutex->lock();
                mutex->unlock();
        }
}

void post_and_take(void *, long calls) {
        while (calls-- > 0) {
                semaphore->post();
                semaphore->wait();
        }
}

int alone(int (*open)(), void (*body)(void *, long)) {
        bench_settle_alone();
        open();
        bench_report(nullptr, bench_per_call_ns(body, nullptr), "ns");
        remove_names();
        return 0;
}

int run_event() { return alone(open_events, set_and_wait); }
int run_mutex() { return alone(open_mutex, lock_and_unlock); }
int run_semaphore() { return alone(open_semaphore, post_and_take); }
int run_wake() { return bench_wake(&event_rival, 1); }
int run_pingpong() { return bench_pingpong(&event_rival, 1); }
int run_herd_1() { return bench_herd(&event_rival, 1, 1); }
int run_herd_8() { return bench_herd(&event_rival, 1, 8); }
int run_herd_64() { return bench_herd(&event_rival, 1, 64); }
int run_herd_semaphore_8() { return bench_herd(&semaphore_rival, 1, 8); }
int run_convoy_1() { return bench_convoy(&mutex_rival, 1, 1); }
int run_convoy_8() { return bench_convoy(&mutex_rival, 1, 8); }
int run_convoy_64() { return bench_convoy(&mutex_rival, 1, 64); }

void create_and_remove(void *subject, long calls) {
        const char *name = static_cast<const char *>(subject);

        while (calls-- > 0) {
                {
                        ipc::shared_memory_object object(ipc::create_only, name, ipc::read_write);

                        object.truncate(size_bytes); /* reserves nothing */
                        ipc::mapped_region region(object, ipc::read_write);
                        BENCH_KEEP(region.get_address());
                }
                ipc::shared_memory_object::remove(name);
        }
}

void open_and_close(void *subject, long calls) {
        const char *name = static_cast<const char *>(subject);

        while (calls-- > 0) {
                ipc::shared_memory_object object(ipc::open_only, name, ipc::read_write);
                ipc::mapped_region region(object, ipc::read_write);
                BENCH_KEEP(region.get_address());
        }
}

int run_create() {
        std::string name = name_of("memory", getpid());

        bench_settle_alone();
        bench_report(nullptr, bench_per_call_ns(create_and_remove, &name[0]), "ns");
        return 0;
}

int run_open() {
        std::string name = name_of("memory", getpid());

        bench_settle_alone();
        {
                ipc::shared_memory_object object(ipc::create_only, name.c_str(), ipc::read_write);

                object.truncate(size_bytes);
                bench_report(nullptr, bench_per_call_ns(open_and_close, &name[0]), "ns");
        }
        ipc::shared_memory_object::remove(name.c_str());
        return 0;
}

/* Heap of a handle: the object itself and what it allocates. */
template <class Named, class... Arguments>
int memory(const char *kind, Arguments... arguments) {
        double heap = bench_heap_bytes();
        int descriptors = bench_descriptors();

        for (int i = 0; i < handles; i++)
                new Named(ipc::open_or_create, name_of(kind, i).c_str(), arguments...);
        bench_report("heap", (bench_heap_bytes() - heap) / handles, "bytes");
        bench_report("descriptors", double(bench_descriptors() - descriptors) / handles, "each");
        for (int i = 0; i < handles; i++)
                Named::remove(name_of(kind, i).c_str());
        return 0;
}

int run_memory_mutex() { return memory<ipc::named_mutex>("many.mutex"); }
int run_memory_semaphore() { return memory<ipc::named_semaphore>("many.semaphore", 0u); }

const bench_case cases[] = {
        { "event.set_wait", "boost", run_event },
        { "mutex.lock_unlock", "boost", run_mutex },
        { "semaphore.release_wait", "boost", run_semaphore },
        { "wake.one", "boost", run_wake },
        { "pingpong.default", "boost", run_pingpong },
        { "herd.event.1", "boost", run_herd_1 },
        { "herd.event.8", "boost", run_herd_8 },
        { "herd.event.64", "boost", run_herd_64 },
        { "herd.semaphore.8", "boost", run_herd_semaphore_8 },
        { "herd.mutex.1", "boost", run_convoy_1 },
        { "herd.mutex.8", "boost", run_convoy_8 },
        { "herd.mutex.64", "boost", run_convoy_64 },
        { "mapping.create", "boost", run_create },
        { "mapping.open", "boost", run_open },
        { "memory.mutex", "boost", run_memory_mutex },
        { "memory.semaphore", "boost", run_memory_semaphore },
        { nullptr, nullptr, nullptr },
};

} // namespace

int main(int argc, char **argv) {
        static const bench_case *const tables[] = { cases, nullptr };

        return bench_main(argc, argv, tables);
}
