// The systemd unit of a home's broker: mosquitto with the home's configuration, and no power beside it.
#ifndef HOME_BROKER_UNIT_H
#define HOME_BROKER_UNIT_H

#include "home/folder/home.h"

#define UNIT_NAME "portcullis-broker"

// What every unit of ours does without, behind the powers that it has.
#define UNIT_SANDBOX                                                                               \
    "AmbientCapabilities=\n"                                                                       \
    "PrivateDevices=true\n"                                                                        \
    "PrivateTmp=true\n"                                                                            \
    "ProtectSystem=strict\n"                                                                       \
    "ProtectHome=read-only\n"                                                                      \
    "ProtectClock=true\n"                                                                          \
    "ProtectControlGroups=true\n"                                                                  \
    "ProtectHostname=true\n"                                                                       \
    "ProtectKernelLogs=true\n"                                                                     \
    "ProtectKernelModules=true\n"                                                                  \
    "ProtectKernelTunables=true\n"                                                                 \
    "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX\n"                                           \
    "RestrictNamespaces=true\n"                                                                    \
    "RestrictRealtime=true\n"                                                                      \
    "RestrictSUIDSGID=true\n"                                                                      \
    "LockPersonality=true\n"                                                                       \
    "MemoryDenyWriteExecute=true\n"                                                                \
    "SystemCallArchitectures=native\n"                                                             \
    "SystemCallFilter=@system-service\n"

// mosquitto's configuration and a unit of systemd can name that path; what: "the home", of which failure
// speaks.
MUST_USE bool unit_names(const char *path, const char *what, struct failure *failure);

// The text of portcullis-broker.service for a home that stands at folder; freed by the caller, NULL when
// memory is short. It lies in the home and not in broker/: systemd reads it as root, and broker/ may
// belong to the broker's user.
char *unit_text(const char *folder, const struct home_settings *settings);

#endif
