using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Network;

namespace Pacs.Hosting.Tests;

public sealed class AddPacsTests
{
    [Test]
    public async Task StartAsync_ThenEcho_IsAnswered()
    {
        using var folder = new TemporaryFolder();
        await using ServiceProvider services = Build(pacs => { pacs.DataFolder = folder.Path; pacs.Port = 0; pacs.AeTitle = "HOSTED"; });
        foreach (IHostedService hosted in services.GetServices<IHostedService>()) await hosted.StartAsync(default);
        PacsService pacs = services.GetRequiredService<PacsService>();
        await using (var client = new DicomClient(Peer.Parse($"HOSTED@127.0.0.1:{pacs.Server!.EndPoint.Port}"), "TESTER"))
            Assert.That(await client.EchoAsync(), Is.EqualTo(DicomStatus.Success));
        Assert.That((await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status, Is.EqualTo(HealthStatus.Healthy));
        foreach (IHostedService hosted in services.GetServices<IHostedService>()) await hosted.StopAsync(default);
        Assert.That((await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status, Is.EqualTo(HealthStatus.Unhealthy));
    }

    [Test]
    public async Task UseIndex_ReplacesTheIndex()
    {
        using var folder = new TemporaryFolder();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPacs(pacs => { pacs.DataFolder = folder.Path; pacs.Port = 0; }).UseIndex(new MemoryIndex());
        await using ServiceProvider provider = services.BuildServiceProvider();
        PacsService pacs = provider.GetRequiredService<PacsService>();
        await pacs.StartAsync(default);
        Assert.That(Directory.EnumerateFiles(folder.Path, "index.*"), Is.Empty);
        await pacs.StopAsync(default);
    }

    [Test]
    public void AddPacs_WithConfiguration_BindsIt()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AeTitle"] = "FROM_FILE", ["Port"] = "104", ["Peers:0"] = "A@host:1", ["StopTimeout"] = "00:00:05",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPacs(configuration);
        using ServiceProvider provider = services.BuildServiceProvider();
        PacsOptions options = provider.GetRequiredService<IOptions<PacsOptions>>().Value;
        Assert.That((options.AeTitle, options.Port, options.Peers.Single(), options.StopTimeout), Is.EqualTo(("FROM_FILE", 104, "A@host:1", TimeSpan.FromSeconds(5))));
    }

    private static ServiceProvider Build(Action<PacsOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPacs(configure);
        return services.BuildServiceProvider();
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("pacs-hosting-test-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
