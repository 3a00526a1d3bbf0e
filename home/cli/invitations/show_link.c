#include "home/cli/invitations/show_link.h"
#include "home/qr_code.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    COLUMNS_USUAL = 80
};

// Of the terminal; one that does not tell has as many as most.
static int columns_of_terminal(void)
{
    struct winsize size = {.ws_col = 0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        return size.ws_col;
    }
    return COLUMNS_USUAL;
}

static void show_code(const struct qr_code *code)
{
    const int wanted = code->width + 2 * QR_QUIET;
    if (wanted > columns_of_terminal()) {
        (void)printf(
            "This terminal is too narrow for the link's QR code, which takes %d columns.\n",
            wanted);
    } else {
        qr_code_print_on_screen(code, stdout);
    }
}

void show_link(const struct phone_link *link)
{
    static struct qr_code code;
    struct failure failure; // the link itself is shown in any case
    (void)printf("\n");
    if (isatty(STDOUT_FILENO) == 1 && qr_code_make_for_screen(link->text, &code, &failure)) {
        show_code(&code);
        (void)printf("\n");
    }
    (void)printf("%s\n\n", link->text);
    wipe(&code, sizeof(code));
}
