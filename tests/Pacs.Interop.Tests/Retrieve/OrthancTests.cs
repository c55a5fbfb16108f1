using Pacs.Interop.Tests.Harness;
using Pacs.Interop.Tests.Raw;

namespace Pacs.Interop.Tests.Retrieve;

/// <summary>Orthanc as a client: it sends, asks, and has its images moved back into it.</summary>
public sealed class OrthancTests
{
    [Test]
    public async Task WhatOrthancSends_IsFoundAndMovedBackByteForByte()
    {
        Command.Require("Orthanc", "storescp");
        var files = Store.Corpus.Files.Where(file => Store.Corpus.NameOf(file).StartsWith("studies/mr-head-prior/", StringComparison.Ordinal)).ToList();
        using var workspace = new Workspace();
        var (direct, directPort, orthancPort, serverPort) = (workspace.NewFolder("direct"), Ports.Free(), Ports.Free(), Ports.Free());
        await using var directScp = await Dcmtk.StartStoreScpAsync(direct, directPort);
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"), ["--peer", $"ORTHANC@127.0.0.1:{orthancPort}"], serverPort);
        await using var orthanc = await OrthancPeer.StartAsync(workspace, orthancPort, ("pacs", "PACS", serverPort), ("direct", "DIRECT", directPort));

        var instances = new List<string>();
        foreach (var file in files)
            instances.Add(await orthanc.UploadAsync(file.Path));
        await orthanc.EchoAsync("pacs");
        await orthanc.StoreAsync("direct", instances);
        await orthanc.StoreAsync("pacs", instances);

        // What the archive holds is what Orthanc put on the wire.
        var sent = Part10File.InFolder(direct);
        var places = await Hierarchy.WalkAsync(serverPort);
        Assert.That(places.Keys, Is.EquivalentTo(files.Select(file => file.SopInstance)));
        var study = places.Values.Select(place => place.Study).Distinct().Single();
        var held = await GetStudyAsync(serverPort, study, sent.Values.First());
        Assert.That(held.Where(pair => !pair.Value.AsSpan().SequenceEqual(sent[pair.Key].ReadDataset())).Select(pair => pair.Key), Is.Empty);
        Assert.That(held, Has.Count.EqualTo(files.Count));

        // And it all comes back by C-MOVE.
        foreach (var instance in instances)
            await orthanc.DeleteAsync(instance);
        var (query, studies) = await orthanc.FindStudiesAsync("pacs", "TEST-MR-002");
        Assert.That(studies, Is.EqualTo([study]));
        await orthanc.RetrieveAsync(query);
        var back = await orthanc.InstancesAsync();
        Assert.That(back, Is.EquivalentTo(instances));
        var folder = workspace.NewFolder("back");
        foreach (var instance in back)
            await orthanc.DownloadAsync(instance, Path.Combine(folder, instance));
        Assert.That(Part10File.InFolder(folder).Where(pair => !pair.Value.ReadDataset().AsSpan().SequenceEqual(held[pair.Key])).Select(pair => pair.Key), Is.Empty);
        await server.StopAsync();
    }

    private static async Task<Dictionary<string, byte[]>> GetStudyAsync(int port, string study, Part10File like)
    {
        using var association = await RawAssociation.ConnectAsync(port, [(Uids.StudyGet, Uids.ImplicitLittleEndian), (like.SopClass, like.TransferSyntax)], [like.SopClass]);
        var bodies = new Dictionary<string, MemoryStream>();
        var (final, _) = await association.GetAsync(Uids.StudyGet, Hierarchy.Study(study), (instance, _) =>
        {
            var body = bodies[instance] = new MemoryStream();
            return fragment => body.Write(fragment.Span);
        });
        await association.ReleaseAsync();
        Assert.That((final.Status, final.Failed), Is.EqualTo(((ushort)0, (ushort)0)));
        return bodies.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }
}
