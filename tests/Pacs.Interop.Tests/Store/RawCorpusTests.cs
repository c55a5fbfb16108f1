using Pacs.Interop.Tests.Harness;
using Pacs.Interop.Tests.Raw;

namespace Pacs.Interop.Tests.Store;

/// <summary>Every file of the corpus, sent as it is in its own transfer syntax by a client of our own.</summary>
[Category("PS3.4 §B")]
public sealed class RawCorpusTests
{
    [Test]
    public async Task EveryAcknowledgedFile_ComesBackByteForByte()
    {
        var (acknowledged, refused) = (0, new List<string>());
        foreach (var round in Corpus.Rounds())
        {
            using var workspace = new Workspace();
            await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"));
            var taken = new List<Part10File>();
            var chunks = round.GroupBy(file => file.SopClass).Chunk(25).Select(groups => groups.SelectMany(group => group).ToList()).ToList();
            foreach (var files in chunks)
                taken.AddRange(await StoreAsync(server.DicomPort, files, refused));
            var places = await Hierarchy.WalkAsync(server.DicomPort);
            Assert.That(places.Keys, Is.EquivalentTo(taken.Select(file => file.SopInstance)), "what the index lists is what was acknowledged");
            foreach (var files in chunks)
                await MustComeBackAsync(server.DicomPort, [.. files.Intersect(taken)], places);
            acknowledged += taken.Count;
            await server.StopAsync();
        }

        Assert.That(refused.Where(line => !line.StartsWith('?')), Is.Empty, "files that any storage SCP can take");
        TestContext.Out.WriteLine($"{acknowledged} of {Corpus.Files.Count} files acknowledged and given back; refused:\n{string.Join('\n', refused)}");
        Assert.That(acknowledged, Is.GreaterThan(500));
    }

    private static async Task<List<Part10File>> StoreAsync(int port, List<Part10File> files, List<string> refused)
    {
        var taken = new List<Part10File>();
        // A file that makes the server abort ends the association; the rest goes over another.
        for (var next = 0; next < files.Count;)
        {
            using var association = await RawAssociation.ConnectAsync(port, files.Select(file => (file.SopClass, file.TransferSyntax)));
            try
            {
                for (; next < files.Count; next++)
                {
                    var file = files[next];
                    if (association.ContextOf(file.SopClass, file.TransferSyntax) == 0)
                    {
                        Refuse(file, "context refused");
                        continue;
                    }
                    var status = await association.StoreAsync(file.SopClass, file.SopInstance, file.TransferSyntax, new MemoryStream(file.ReadDataset()));
                    // Warnings (Bxxx) store the object too (PS3.4 §B.2.3).
                    if (status == 0 || (status & 0xF000) == 0xB000)
                        taken.Add(file);
                    else
                        Refuse(file, $"status {status:X4}");
                }
                await association.ReleaseAsync();
            }
            catch (IOException ended)
            {
                Refuse(files[next++], ended.Message);
            }
        }
        return taken;

        void Refuse(Part10File file, string why) => refused.Add($"{(Corpus.ExcuseOf(file) is { } excuse ? $"? ({excuse})" : "!")} {Corpus.NameOf(file)}: {why}");
    }

    private static async Task MustComeBackAsync(int port, List<Part10File> files, Dictionary<string, Place> places)
    {
        if (files.Count == 0)
            return;
        using var association = await RawAssociation.ConnectAsync(port,
            [.. files.Select(file => (file.SopClass, file.TransferSyntax)).Prepend((Uids.StudyGet, Uids.ImplicitLittleEndian))],
            files.Select(file => file.SopClass).Distinct());
        foreach (var file in files)
        {
            var body = new MemoryStream();
            var (final, _) = await association.GetAsync(Uids.StudyGet, Hierarchy.Image(file.SopInstance, places[file.SopInstance]), (instance, syntax) =>
            {
                Assert.That((instance, syntax), Is.EqualTo((file.SopInstance, file.TransferSyntax)));
                return fragment => body.Write(fragment.Span);
            });
            Assert.That((final.Status, final.Completed), Is.EqualTo(((ushort)0, (ushort)1)), Corpus.NameOf(file));
            Assert.That(body.ToArray().AsSpan().SequenceEqual(file.ReadDataset()), Is.True, Corpus.NameOf(file));
        }
        await association.ReleaseAsync();
    }
}
