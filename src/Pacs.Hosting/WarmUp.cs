using System.Net;
using Microsoft.Extensions.Logging;
using Pacs.Archive;
using Pacs.Archive.Sqlite;
using Pacs.Core;
using Pacs.Network;
using Pacs.Server;

namespace Pacs.Hosting;

/// <summary>
/// Goes once through reception and query with a server and an archive of its own, which are thrown away: what the runtime has to load, bind and compile then does not wait for the first
/// images of the day. Nothing of it touches the real archive.
/// </summary>
internal static class WarmUp
{
    private const string AeTitle = "WARMUP";
    private const int Associations = 2;

    // Of the small ones a store makes other ways than of the large ones; both kinds come.
    private static readonly int[] Sizes = [64, 512, 64, 512];

    /// <param name="logger">Told how it went.</param>
    /// <param name="ct">Ends it early.</param>
    public static async Task RunAsync(ILogger logger, CancellationToken ct)
    {
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory($"pacs-warm-up-{Environment.ProcessId}-");
            logger.WarmedUp(await ReceiveAsync(folder.FullName, ct).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // the host stops
        }
#pragma warning disable CA1031 // whatever is in the way, the server serves all the same
        catch (Exception failure)
        {
            logger.WarmUpFailed(failure);
        }
        finally
        {
            TryDelete(folder);
        }
#pragma warning restore CA1031
    }

    private static async Task<int> ReceiveAsync(string folder, CancellationToken ct)
    {
        var patient = new ObjectContext { PatientName = "Warm^Up", PatientId = AeTitle };
        DicomArchive archive = await SqliteArchive.OpenAsync(Path.Combine(folder, "archive"), ct).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false))
        {
            PacsServer server = await PacsServer.StartAsync(archive, new PacsServerOptions { AeTitle = AeTitle, Port = 0, StopTimeout = TimeSpan.FromSeconds(1) }, ct).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
                return (await Task.WhenAll(Enumerable.Range(0, Associations).Select(number => SendAsync(server.EndPoint, Path.Combine(folder, $"{number}"), patient, ct))).ConfigureAwait(false)).Sum();
        }
    }

    private static async Task<int> SendAsync(IPEndPoint server, string folder, ObjectContext patient, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var files = new List<string>();
        foreach (int size in Sizes)
        {
            files.Add(Path.Combine(folder, $"{files.Count}.dcm"));
            await new DicomFile(SecondaryCapture.FromGrayscale8(patient, new byte[size * size], size, size)).SaveAsync(files[^1], ct).ConfigureAwait(false);
        }

        int stored = 0;
        var client = new DicomClient(new Peer(AeTitle, server.Address.ToString(), server.Port), AeTitle);
        await using (client.ConfigureAwait(false))
        {
            await client.EchoAsync(ct).ConfigureAwait(false);
            await foreach (StoreResult result in client.StoreAsync(files, ct).ConfigureAwait(false)) stored += result.Status.IsSuccess ? 1 : 0;
            await foreach (DicomDataset _ in client.FindAsync(DicomQuery.Studies(), ct).ConfigureAwait(false)) { }
        }

        return stored;
    }

    private static void TryDelete(DirectoryInfo? folder)
    {
        try
        {
            folder?.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // in the folder for temporary files: the system removes it some day
        }
    }
}
