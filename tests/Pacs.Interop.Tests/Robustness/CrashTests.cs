using System.Collections.Concurrent;
using System.Globalization;
using Pacs.Archive;
using Pacs.Archive.Sqlite;
using Pacs.Interop.Tests.Harness;
using Pacs.Interop.Tests.Raw;

namespace Pacs.Interop.Tests.Robustness;

/// <summary>
/// SIGKILL at random moments while eight associations store. After each restart: every acknowledged instance is there byte
/// for byte; what else is there was sent whole, only its answer had not come; nothing is there in part.
/// </summary>
[Category("Crash")]
public sealed class CrashTests
{
    private const int Associations = 8;

    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("PACS_CRASH_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 50;

    private readonly Random _random = new(20260102);

    [Test]
    public async Task KilledDuringIngest_TheArchiveKeepsEveryAcknowledgedInstance()
    {
        using var workspace = new Workspace();
        var data = workspace.PathOf("data");
        var everything = new Dictionary<string, SyntheticObject>();
        var acknowledged = 0;

        for (var round = 1; round <= Rounds; round++)
        {
            var ingest = await IngestUntilKilledAsync(data, round);
            acknowledged += ingest.Acknowledged.Count;

            // Now and then the power goes away during the recovery too.
            if (round % 5 == 0)
                await KillDuringStartAsync(data);

            await using var server = await ServerProcess.StartAsync(data);
            foreach (var study in ingest.Attempted.Values.GroupBy(sent => sent.Study))
                foreach (var (instance, bytes) in await GetAsync(server.DicomPort, study.Key))
                {
                    Assert.That(ingest.Attempted.TryGetValue(instance, out var sent), Is.True, $"round {round}: {instance} was never sent");
                    Assert.That(bytes.AsSpan().SequenceEqual(sent!.ToArray()), Is.True, $"round {round}: {instance} came back with other bytes");
                    everything.Add(instance, sent);
                }
            Assert.That(ingest.Acknowledged.Keys.Where(instance => !everything.ContainsKey(instance)), Is.Empty, $"round {round}: acknowledged and lost");
            await server.StopAsync();
        }

        await using (var server = await ServerProcess.StartAsync(data))
        {
            Assert.That((await Hierarchy.WalkAsync(server.DicomPort)).Keys, Is.EquivalentTo(everything.Keys), "what the index lists after all rounds");
            await server.StopAsync();
        }
        await StoreAndIndexMustAgreeAsync(data, everything.Count);
        TestContext.Out.WriteLine($"{Rounds} rounds, {acknowledged} instances acknowledged, {everything.Count} there");
        Assert.That(acknowledged, Is.GreaterThan(Rounds * Associations));
    }

    private static async Task StoreAndIndexMustAgreeAsync(string data, int instances)
    {
        await using var archive = await SqliteArchive.OpenAsync(data);
        var findings = new List<VerifyFinding>();
        await foreach (var finding in archive.VerifyAsync())
            findings.Add(finding);
        Assert.That(findings, Is.Empty);

        var stored = 0;
        await foreach (var change in archive.ChangesAsync(after: 0))
            // The feed waits for more at its end.
            if (change is InstanceStored && ++stored == instances)
                break;
    }

    private async Task<Ingest> IngestUntilKilledAsync(string data, int round)
    {
        await using var server = await ServerProcess.StartAsync(data);
        var ingest = new Ingest();
        var storing = Enumerable.Range(1, Associations).Select(number => StoreUntilTheEndAsync(server.DicomPort, ingest, round, number, _random.Next())).ToList();
        await ingest.Started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(5, 500)));
        await server.KillAsync();
        await Task.WhenAll(storing);
        return ingest;
    }

    private async Task KillDuringStartAsync(string data)
    {
        await using var server = ServerProcess.StartWithoutWaiting(data);
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(20, 400)));
        await server.KillAsync();
    }

    private static async Task StoreUntilTheEndAsync(int port, Ingest ingest, int round, int association, int seed)
    {
        var random = new Random(seed);
        var study = string.Create(CultureInfo.InvariantCulture, $"{SyntheticObject.Root}.3.{round}.{association}");
        try
        {
            using var raw = await RawAssociation.ConnectAsync(port, [(Uids.CtImage, Uids.ExplicitLittleEndian)]);
            for (var number = 1; ; number++)
            {
                var sent = new SyntheticObject($"CRASH{round}", study, number, SizeOf(random));
                ingest.Attempted[sent.SopInstance] = sent;
                var status = await raw.StoreAsync(Uids.CtImage, sent.SopInstance, Uids.ExplicitLittleEndian, sent.Open());
                Assert.That(status, Is.Zero);
                ingest.Acknowledged[sent.SopInstance] = sent;
                ingest.Started.TrySetResult();
            }
        }
        catch (IOException)
        {
            // The server was killed.
        }
    }

    /// <summary>Mostly small objects, some slices, a few large ones: an archive may keep them in different ways.</summary>
    private static long SizeOf(Random random) => random.Next(10) switch
    {
        < 6 => random.Next(500, 10_000) * 2,
        < 9 => random.Next(10_000, 150_000) * 2,
        _ => random.Next(300_000, 1_500_000) * 2,
    };

    private static async Task<Dictionary<string, byte[]>> GetAsync(int port, string study)
    {
        using var association = await RawAssociation.ConnectAsync(port, [(Uids.StudyGet, Uids.ImplicitLittleEndian), (Uids.CtImage, Uids.ExplicitLittleEndian)], [Uids.CtImage]);
        var bodies = new Dictionary<string, MemoryStream>();
        var (final, _) = await association.GetAsync(Uids.StudyGet, Hierarchy.Study(study), (instance, _) =>
        {
            var body = new MemoryStream();
            bodies.Add(instance, body);
            return fragment => body.Write(fragment.Span);
        });
        await association.ReleaseAsync();
        Assert.That((final.Failed, (int)final.Completed), Is.EqualTo(((ushort)0, bodies.Count)));
        return bodies.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }

    private sealed class Ingest
    {
        public ConcurrentDictionary<string, SyntheticObject> Attempted { get; } = [];

        public ConcurrentDictionary<string, SyntheticObject> Acknowledged { get; } = [];

        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
