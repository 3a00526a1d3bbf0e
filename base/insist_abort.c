// The Linux programs' answer to a broken insistence: say its number and stop at once.
#include "base/insist.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void insist_failed(unsigned number)
{
    // Nothing can be done about a standard error that is gone.
    (void)fprintf(stderr, "portcullis: insistence %u failed; please report this number\n", number);
    abort();
}
