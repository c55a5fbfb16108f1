using System.Buffers;
using System.IO.Pipelines;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.Archive.Tests;

/// <summary>What the tests of the engine ask of an archive, in short.</summary>
internal static class ArchiveExtensions
{
    public static async Task<StoreOutcome> ReceiveAsync(this DicomArchive archive, DicomFile file, string callingAe = "SENDER")
    {
        byte[] bytes = await SyntheticImage.EncodeAsync(file);
        return await archive.ReceiveAsync(new IncomingInstance { Id = file.Id, TransferSyntax = file.TransferSyntax, CallingAe = callingAe }, PipeReader.Create(new ReadOnlySequence<byte>(bytes)));
    }

    /// <summary>SOP Instance UIDs that a query at image level finds, sorted.</summary>
    public static async Task<List<string>> InstancesAsync(this DicomArchive archive)
    {
        List<string> found = [];
        await foreach (DicomDataset match in archive.FindAsync(DicomQuery.Instances().Return(DicomTag.SOPInstanceUID))) found.Add(match.GetString(DicomTag.SOPInstanceUID)!);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    public static async Task<List<IndexEntry>> EntriesAsync(this DicomArchive archive, InstanceSelector? which = null)
    {
        List<IndexEntry> entries = [];
        await foreach (IndexEntry entry in archive.LocateAsync(which ?? new InstanceSelector())) entries.Add(entry);
        return entries;
    }

    public static async Task<byte[]> BytesAsync(this DicomArchive archive, IndexEntry entry)
    {
        await using IEncodedDataset data = await archive.OpenAsync(entry);
        byte[] bytes = new byte[data.Length];
        await data.ReadAsync(0, bytes, default);
        return bytes;
    }

    public static async Task<List<VerifyFinding>> FindingsAsync(this DicomArchive archive)
    {
        List<VerifyFinding> findings = [];
        await foreach (VerifyFinding finding in archive.VerifyAsync()) findings.Add(finding);
        return findings;
    }

    /// <summary>The changes up to a sequence number, which the feed must reach.</summary>
    public static async Task<List<ArchiveChange>> ChangesAsync(this DicomArchive archive, long after, int count)
    {
        List<ArchiveChange> changes = [];
        await foreach (ArchiveChange change in archive.ChangesAsync(after))
        {
            changes.Add(change);
            if (changes.Count == count) break;
        }

        return changes;
    }
}
