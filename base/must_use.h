// MUST_USE: an answer that has to be heard. The one place where C11 needs a compiler's help.
#ifndef BASE_MUST_USE_H
#define BASE_MUST_USE_H

#define MUST_USE __attribute__((warn_unused_result))

#endif
