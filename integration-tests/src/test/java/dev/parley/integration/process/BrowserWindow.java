package dev.parley.integration.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** One window of a real headless Chromium, with the page's own words for what a person does in it. */
final class BrowserWindow implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ChromeDriver driver;
    private final String name;

    BrowserWindow(String address, String name) {
        this.name = name;
        ChromeOptions options = new ChromeOptions();
        options.setBinary(find("chromium", "chromium-browser", "google-chrome").toString());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--window-size=1100,800");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(find("chromedriver").toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        driver.get(address);
    }

    private static Path find(String... programs) {
        for (String program : programs) {
            for (String folder : List.of(System.getenv("PATH").split(File.pathSeparator, -1))) {
                if (Files.isExecutable(Path.of(folder, program))) {
                    return Path.of(folder, program);
                }
            }
        }
        throw new IllegalStateException("none of " + List.of(programs)
                + " is on the PATH: the browser tests need Chromium and its driver (Debian: chromium chromium-driver)");
    }

    void signIn() {
        type("sign-in-name", name);
        click(testId("sign-in-submit"));
        see(testId("conversation-list"));
    }

    void openDirect(String user) {
        click(testId("new-chat"));
        click(testId("contact") + "[data-user='" + user + "']");
        see(testId("composer"));
    }

    void openConversation(String title) {
        click(testId("conversation") + "[data-title='" + title + "']");
        see(testId("composer"));
    }

    void makeGroup(String title, String... users) {
        click(testId("new-group"));
        for (String user : users) {
            click(testId("member-option") + "[data-user='" + user + "']");
        }
        type("group-title", title);
        click(testId("create-group"));
        see(testId("composer"));
    }

    void say(String text) {
        see(testId("composer")).sendKeys(text, Keys.ENTER);
    }

    void startTyping(String text) {
        see(testId("composer")).sendKeys(text);
    }

    /** Opens a message's menu and picks an entry. */
    void pick(String text, String entry) {
        String message = withText(text);
        until(() -> {
                    WebElement row = driver.findElement(By.xpath(message));
                    new Actions(driver).moveToElement(row).perform();
                    row.findElement(By.cssSelector(testId("message-menu"))).click();
                    return driver.findElement(By.cssSelector(entry));
                })
                .click();
    }

    /** Waits for a message of that text in a state. */
    void seeMessage(String text, String state) {
        until(() -> driver.findElement(By.xpath(withText(text) + "[@data-state='" + state + "']")));
    }

    void seeMessage(String text) {
        until(() -> driver.findElement(By.xpath(withText(text))));
    }

    void seeNoMessage(String text) {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(() -> driver.findElements(By.xpath(withText(text))).isEmpty());
    }

    WebElement see(String css) {
        return until(() -> {
            WebElement element = driver.findElement(By.cssSelector(css));
            return element.isDisplayed() ? element : null;
        });
    }

    void click(String css) {
        until(() -> {
            driver.findElement(By.cssSelector(css)).click();
            return true;
        });
    }

    void replaceText(String testId, String text) {
        WebElement field = see(testId(testId));
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
    }

    private void type(String testId, String text) {
        see(testId(testId)).sendKeys(text);
    }

    /** The texts of all messages in the DOM, in order. */
    List<String> messages() {
        return until(
                () -> driver.findElements(By.cssSelector(testId("message") + " " + testId("message-text"))).stream()
                        .map(WebElement::getText)
                        .toList());
    }

    void reload() {
        driver.navigate().refresh();
        see(testId("conversation-list"));
    }

    void screenshot(String file) throws IOException {
        Path folder = Path.of(System.getProperty("parley.build.dir", "target"), "screenshots");
        Files.createDirectories(folder);
        Files.write(folder.resolve(file + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /** What the page complained of, save of a server that is down. */
    void complainedOfNothing() {
        List<String> complaints = driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message ->
                        !message.contains("ERR_CONNECTION_REFUSED") && !message.contains("WebSocket connection"))
                .toList();
        Assertions.assertThat(complaints).as("console of %s", name).isEmpty();
    }

    static String testId(String id) {
        return "[data-testid='" + id + "']";
    }

    private static String withText(String text) {
        return "//*[@data-testid='message'][.//*[@data-testid='message-text' and normalize-space(.)='" + text + "']]";
    }

    private static <T> T until(Callable<T> look) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(look, found -> found != null);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
