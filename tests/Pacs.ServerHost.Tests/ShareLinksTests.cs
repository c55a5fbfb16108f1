using System.Net;

namespace Pacs.ServerHost.Tests;

public sealed class ShareLinksTests
{
    [Test]
    public void ALink_IsOverWhenItsTimeIs()
    {
        string folder = Directory.CreateTempSubdirectory("pacs-share-").FullName;
        try
        {
            var clock = new Clock();
            var links = new ShareLinks(new ReadingDatabase(new HostOptions(folder, 0, 0, "PACS", IPAddress.Loopback, [])), clock);
            (ShareLink link, string token) = links.Create("1.2.3", TimeSpan.FromHours(2), "");

            Assert.That(links.IsOver(links.Find(token)!), Is.False);
            clock.Now = clock.Now.AddHours(2);
            Assert.That(links.IsOver(links.Find(token)!), Is.True);
            Assert.That(link.ExpiresAt, Is.EqualTo(clock.Now));
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
