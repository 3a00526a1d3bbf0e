#include "bench/firmware/whole.h"

int main(void)
{
    while (!whole_start()) {
    }
    for (;;) {
        whole_step();
    }
}
