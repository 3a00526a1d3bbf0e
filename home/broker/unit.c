#include "home/broker/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// mosquitto needs its home to read, one folder to write, sockets of the network, and nothing else.
static const char constant_part[] =
    "ExecReload=/bin/kill -HUP $MAINPID\n"
    "Restart=on-failure\n"
    "RestartSec=1\n"
    "LimitNOFILE=4096\n"
    "UMask=0077\n"
    "\n"
    "NoNewPrivileges=true\n"
    "CapabilityBoundingSet=\n" UNIT_SANDBOX "SystemCallFilter=~@privileged @resources\n"
    "\n"
    "[Install]\n"
    "WantedBy=multi-user.target\n";

bool unit_names(const char *path, const char *what, struct failure *failure)
{
    return strpbrk(path, " \t\r\n#%$\\\"'") == NULL ||
           failure_say(
               failure,
               "mosquitto and systemd cannot read \"%.200s\": there is a space, #, %%, $, \\ "
               "or a quote in the path of %s; choose another place for it",
               path, what);
}

char *unit_text(const char *folder, const struct home_settings *settings)
{
    char *written = NULL;
    size_t count = 0;
    FILE *text = open_memstream(&written, &count);
    if (text == NULL) {
        return NULL;
    }
    (void)fprintf(text,
                  "# Made by portcullis; what is changed here by hand is lost. Install it with:\n"
                  "# install -m 644 %s/" UNIT_NAME ".service /etc/systemd/system/\n"
                  "# systemctl daemon-reload && systemctl enable --now " UNIT_NAME "\n"
                  "[Unit]\n"
                  "Description=the broker of %s (mosquitto)\n"
                  "Wants=network-online.target\n"
                  "After=network-online.target\n"
                  "RequiresMountsFor=%s\n"
                  "\n"
                  "[Service]\n"
                  "Type=notify\n"
                  "NotifyAccess=main\n"
                  "User=%s\n"
                  "ExecStart=/usr/sbin/mosquitto -c %s/broker/mosquitto.conf\n"
                  "ReadWritePaths=%s/broker/data\n"
                  "%s",
                  folder, settings->organisation, folder, settings->run_as, folder, folder,
                  constant_part);
    const bool failed = ferror(text) != 0;
    if (fclose(text) != 0 || failed) {
        free(written);
        return NULL;
    }
    return written;
}
