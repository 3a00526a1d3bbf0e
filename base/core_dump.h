// A crash leaves nothing behind of a process that holds keys. For Linux programs alone.
#ifndef BASE_CORE_DUMP_H
#define BASE_CORE_DUMP_H

// To be called before the first key is read: from then on this process writes no core file, and a dump
// that is piped to a program has no memory in it. Its own user may still look into it: he is to see that
// it listens on nothing.
void core_dump_forbid(void);

#endif
