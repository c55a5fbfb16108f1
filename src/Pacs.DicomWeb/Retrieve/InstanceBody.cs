using System.IO.Pipelines;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Writes one instance as a file (PS3.10): stored bytes as they are, or transcoded.</summary>
internal sealed class InstanceBody(DicomWebContext context, IndexEntry entry, TransferSyntax target)
{
    private ReadOnlyMemory<byte>? _head;

    public IndexEntry Entry => entry;

    public TransferSyntax Target => target;

    /// <summary>Whether the stored bytes go out as they are.</summary>
    public bool IsVerbatim => target == entry.TransferSyntax;

    /// <summary>Bytes of the file, where they are known beforehand.</summary>
    public long? Length => IsVerbatim ? Head.Length + entry.DatasetLength : null;

    private ReadOnlyMemory<byte> Head => _head ??= Part10Head.Make(entry);

    /// <summary>Opens what is to be written, so that a failure comes before the answer begins.</summary>
    public ValueTask<IEncodedDataset> OpenAsync() => context.Archive.Archive.OpenAsync(entry, context.Aborted);

    /// <summary>Writes the whole file.</summary>
    public ValueTask WriteAsync(PipeWriter output, IEncodedDataset stored) => WriteAsync(output, stored, 0, Head.Length + entry.DatasetLength);

    /// <summary>Writes some bytes of the file.</summary>
    public async ValueTask WriteAsync(PipeWriter output, IEncodedDataset stored, long offset, long count)
    {
        ReadOnlyMemory<byte> head = Head;
        long end = offset + count;
        if (offset < head.Length)
        {
            head = head[(int)offset..(int)Math.Min(end, head.Length)];
            head.Span.CopyTo(output.GetSpan(head.Length));
            output.Advance(head.Length);
        }

        long start = Math.Max(0, offset - Head.Length), left = end - Head.Length - start;
        if (left > 0) await StoredCopy.CopyAsync(stored, start, left, output, context.Aborted).ConfigureAwait(false);
    }

    /// <summary>Makes the instance in the other syntax. The caller disposes both.</summary>
    public async ValueTask<(DicomFile Source, DicomFile Result)> TranscodeAsync()
    {
        DicomFile source = await StoredFile.OpenAsync(context.Archive, entry, context.Options.TranscodeInMemoryLimit, context.Aborted).ConfigureAwait(false);
        try
        {
            return (source, await context.Service.Transcoder.TranscodeAsync(source, target, context.Aborted).ConfigureAwait(false));
        }
        catch
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
