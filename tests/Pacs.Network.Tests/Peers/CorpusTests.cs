using System.Net;
using Pacs.Core;
using Pacs.Network.Tests.Scp;

namespace Pacs.Network.Tests.Peers;

/// <summary>Real files of many syntaxes, from our client to our server and through DCMTK.</summary>
[Category("Peers")]
public sealed class CorpusTests
{
    [Test]
    public async Task EveryFile_ArrivesWithItsDataSetByteForByte()
    {
        var store = new FakeStore();
        await using DicomServer server = await DicomServer.StartAsync(new() { BindAddress = IPAddress.Loopback, Port = 0, AcceptUnknownStorageSopClasses = true }, new() { Store = store });
        await using var client = new DicomClient(new Peer("PACS", "127.0.0.1", server.EndPoint.Port), "CLIENT");
        int sent = 0;
        await foreach (StoreResult result in client.StoreAsync(Files()))
        {
            if (result.Status.Code is 0xC000 or 0x0122 or 0x0117) continue; // no DICOM file, a DICOMDIR, or an instance UID that is none
            Assert.That(result.Status, Is.EqualTo(DicomStatus.Success), result.Path);
            sent++;
            (StoreRequest request, byte[] bytes) = store.Received.Last();
            byte[] file = await File.ReadAllBytesAsync(result.Path!);
            Assert.That(bytes, Is.Not.Empty, result.Path);
            Assert.That(file.AsSpan().EndsWith(bytes), Is.True, result.Path);
            Assert.That(request.Id, Is.EqualTo(result.Instance));
        }

        Assert.That(sent, Is.GreaterThan(50));
    }

    [Test]
    public async Task DcmtkGets_WhatWasStored_ByteForByte()
    {
        var store = new FakeStore();
        var retrieve = new FakeRetrieve();
        await using DicomServer server = await DicomServer.StartAsync(new() { BindAddress = IPAddress.Loopback, Port = 0 }, new() { Store = store, Retrieve = retrieve });
        await using var client = new DicomClient(new Peer("PACS", "127.0.0.1", server.EndPoint.Port), "CLIENT");
        var instances = new List<IStoredInstance>();
        foreach (string path in Files().Take(40))
        {
            try
            {
                FileInstance instance = await FileInstance.LoadAsync(path, default);
                if (instance.TransferSyntax == TransferSyntax.ExplicitVRLittleEndian && SopClasses.IsStorage(instance.Id.SopClass)) instances.Add(instance);
            }
            catch (DicomDataException)
            {
                // not a DICOM file
            }
        }

        Assume.That(instances, Is.Not.Empty);
        retrieve.Handler = (_, _) => new(instances);
        string folder = Directory.CreateTempSubdirectory("pacs-corpus-").FullName;
        try
        {
            (int code, string output) = await PeerProcess.RunAsync("getscu", "-v", "-S", "+B", "-od", folder, "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=1.2", "127.0.0.1", $"{server.EndPoint.Port}");
            Assert.That(code, Is.Zero, output);
            Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(instances.Select(i => i.Id).Distinct().Count()), output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The shared files beside the repository.</summary>
    private static IEnumerable<string> Files()
    {
        string? root = Environment.GetEnvironmentVariable("PACS_SHARED");
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); root is null && at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Pacs.sln"))) root = Path.Combine(at.Parent!.FullName, "shared");
        }

        string folder = Path.Combine(root ?? "", "data", "dicom");
        if (!Directory.Exists(folder)) Assert.Ignore($"The shared DICOM files are not at {folder}; set PACS_SHARED.");
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.Contains("malformed", StringComparison.Ordinal) && !path.Contains("bitstreams", StringComparison.Ordinal)).Order();
    }
}
