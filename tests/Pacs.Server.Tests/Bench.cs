using Pacs.Archive;
using Pacs.Archive.Sqlite;
using Pacs.Network;

namespace Pacs.Server.Tests;

/// <summary>A server over an archive of its own in a temporary folder, and a client that calls it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly string _folder;

    private Bench(string folder, DicomArchive archive, PacsServer server)
    {
        _folder = folder;
        Archive = archive;
        Server = server;
        Client = new DicomClient(Peer, "TESTER");
    }

    public DicomArchive Archive { get; }

    public PacsServer Server { get; }

    public DicomClient Client { get; }

    public Peer Peer => Peer.Parse($"PACS@127.0.0.1:{Server.EndPoint.Port}");

    public string Files => Path.Combine(_folder, "files");

    public static async Task<Bench> StartAsync(Func<PacsServerOptions, PacsServerOptions>? change = null)
    {
        string folder = Directory.CreateTempSubdirectory("pacs-server-test-").FullName;
        DicomArchive archive = await SqliteArchive.OpenAsync(Path.Combine(folder, "archive"));
        var options = new PacsServerOptions { Port = 0 };
        return new Bench(folder, archive, await PacsServer.StartAsync(archive, change?.Invoke(options) ?? options));
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        await Archive.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
