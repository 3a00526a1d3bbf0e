// How lwIP is built for a board of 64 KB: no operating system, one TCP connection out, DHCP, DNS, and
// names that end in .local by multicast DNS. What is not linked can not be attacked.
#ifndef DOOR_BOARDS_LM3S6965EVB_LWIP_OPTIONS_LWIPOPTS_H
#define DOOR_BOARDS_LM3S6965EVB_LWIP_OPTIONS_LWIPOPTS_H

#define NO_SYS               1
#define SYS_LIGHTWEIGHT_PROT 0 // no interrupt touches lwIP
#define LWIP_SOCKET          0
#define LWIP_NETCONN         0
#define LWIP_NETIF_API       0

#define LWIP_SINGLE_NETIF             1
#define LWIP_IPV4                     1
#define LWIP_IPV6                     0
#define LWIP_ARP                      1
#define LWIP_ICMP                     1
#define LWIP_RAW                      0
#define LWIP_UDP                      1
#define LWIP_TCP                      1
#define LWIP_DHCP                     1
#define LWIP_DNS                      1
#define LWIP_DNS_SUPPORT_MDNS_QUERIES 1
#define LWIP_IGMP                     0 // a responder answers us alone (RFC 6762, 6.7)
#define LWIP_AUTOIP                   0
#define IP_FORWARD                    0
#define IP_REASSEMBLY                 0
#define IP_FRAG                       0
#define ARP_QUEUEING                  0
#define ARP_TABLE_SIZE                4
#define DNS_TABLE_SIZE                2
#define DNS_MAX_NAME_LENGTH           64
#define LWIP_DHCP_MAX_DNS_SERVERS     2
#define LWIP_BROADCAST_PING           0
#define LWIP_MULTICAST_PING           0

// A pool's buffer takes a whole frame. The ring behind TCP takes a whole window, and a buffer is free
// again as soon as its bytes are in it. So two are enough, and as few as lwIP allows for this window: the
// frame that is looked at, and one that TCP holds back; a burst waits in the Ethernet controller. The
// heap holds what was sent and is not acknowledged: with what lwIP puts around each, one full segment and
// most of another.
#define MEM_ALIGNMENT                      4
#define MEM_SIZE                           3072
#define PBUF_POOL_SIZE                     2
#define PBUF_POOL_BUFSIZE                  1520
#define TCP_MSS                            1460
#define TCP_WND                            (2 * TCP_MSS)
#define TCP_SND_BUF                        (2 * TCP_MSS)
#define TCP_SND_QUEUELEN                   8
#define MEMP_NUM_TCP_SEG                   8
#define MEMP_NUM_TCP_PCB                   3 // the one, and two that still wait for their last word
#define MEMP_NUM_TCP_PCB_LISTEN            1
#define MEMP_NUM_UDP_PCB                   3
#define MEMP_NUM_PBUF                      6
#define MEMP_NUM_REASSDATA                 1
#define TCP_QUEUE_OOSEQ                    0
#define LWIP_TCP_KEEPALIVE                 1
#define LWIP_RANDOMIZE_INITIAL_LOCAL_PORTS 1

#define LWIP_STATS          0
#define LWIP_NETIF_HOSTNAME 0
#define LWIP_NOASSERT       1

#include <stdint.h>
uint32_t lwip_random(void);
#define LWIP_RAND() lwip_random()

#endif
