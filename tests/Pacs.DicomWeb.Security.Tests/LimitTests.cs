using System.Net.Sockets;
using System.Text;

namespace Pacs.DicomWeb.Security.Tests;

public sealed class LimitTests
{
    [Test]
    public async Task WhoAsksTooOften_IsToldWhenToComeBack_AndOthersAreNotHeldUp()
    {
        string first = "", second = "";
        await using WebArchive web = await Secure.StartAsync(options =>
        {
            first = options.AddKey();
            second = options.AddKey();
            options.RateLimit = new RateLimitOptions { RequestsPerSecond = 1, Burst = 3 };
        });
        int[] burst = [await web.StatusAsync("GET", "studies", ("X-Api-Key", first)), await web.StatusAsync("GET", "studies", ("X-Api-Key", first)), await web.StatusAsync("GET", "studies", ("X-Api-Key", first))];

        HttpResponseMessage[] more = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => web.SendAsync("GET", "studies", ("X-Api-Key", first))));

        HttpResponseMessage? refused = more.FirstOrDefault(r => (int)r.StatusCode == 429);
        Assert.That(burst, Is.All.EqualTo(200));
        Assert.That(refused?.Headers.RetryAfter?.Delta, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(await web.StatusAsync("GET", "studies", ("X-Api-Key", second)), Is.EqualTo(200));
        foreach (HttpResponseMessage response in more) response.Dispose();
    }

    [TestCase("one long header")]
    [TestCase("many headers")]
    [TestCase("a long path")]
    [TestCase("many parameters")]
    public async Task AHeaderBomb_IsA4xx(string kind)
    {
        string key = "";
        await using WebArchive web = await Secure.StartAsync(options => key = options.AddKey());
        string request = kind switch
        {
            "one long header" => $"GET /dicom-web/studies HTTP/1.1\r\nHost: localhost\r\nX-Bomb: {new string('x', 100_000)}\r\n\r\n",
            "many headers" => $"GET /dicom-web/studies HTTP/1.1\r\nHost: localhost\r\n{string.Concat(Enumerable.Range(0, 2000).Select(i => $"X-{i}: 1\r\n"))}\r\n",
            "a long path" => $"GET /dicom-web/studies/{new string('1', 50_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            _ => $"GET /dicom-web/studies?{string.Join('&', Enumerable.Range(0, 1000).Select(i => $"a{i}=1"))} HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {key}\r\nConnection: close\r\n\r\n",
        };

        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", web.Address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        string? status = await reader.ReadLineAsync();

        Assert.That(status, Does.Match("^HTTP/1\\.1 4[0-9][0-9] "));
        Assert.That(await web.StatusAsync("GET", "studies", ("X-Api-Key", key)), Is.EqualTo(200), "the server goes on");
    }
}
