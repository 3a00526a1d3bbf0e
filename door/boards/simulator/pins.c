#include "door/boards/simulator/pins.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

struct simulator_pins *pins_map(const char *path)
{
    const int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        return NULL;
    }
    struct simulator_pins *pins = NULL;
    if (ftruncate(file, (off_t)sizeof(*pins)) == 0) {
        void *mapped = mmap(NULL, sizeof(*pins), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        pins = mapped == MAP_FAILED ? NULL : mapped;
    }
    // The mapping stays without the descriptor.
    (void)close(file);
    return pins;
}
