package org.firewarden.server.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the machines that a host name leads to. */
@FunctionalInterface
interface HostNames {

    /** Asks the name service. */
    HostNames SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    List<InetAddress> machines(String host) throws UnknownHostException;
}
