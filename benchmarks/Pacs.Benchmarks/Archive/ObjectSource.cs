using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.Benchmarks.Archive;

/// <summary>Sends objects that differ in their SOP Instance UID only, made by patching one encoded object, so that making them costs a copy.</summary>
internal sealed class ObjectSource
{
    private const string Root = "1.2.826.0.1.3680043.10.999.9.";
    private const long FirstUid = 1_000_000_000_000;
    private readonly byte[] _template;
    private readonly int _uidAt;
    private readonly TransferSyntax _syntax;
    private readonly DicomUid _sopClass;
    private long _next;

    /// <param name="length">About how many bytes each has.</param>
    public ObjectSource(int length)
    {
        string uid = Root + FirstUid.ToString(CultureInfo.InvariantCulture);
        using DicomFile file = SyntheticImage.Make(1, 1, pixelLength: length / 32 * 32, change: d => d.Set(DicomTag.SOPInstanceUID, new DicomUid(uid)));
        _template = SyntheticImage.EncodeAsync(file).AsTask().GetAwaiter().GetResult();
        _uidAt = _template.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(uid)) + Root.Length;
        _syntax = file.TransferSyntax;
        _sopClass = file.Id.SopClass;
    }

    /// <summary>Sends so many from threads of their own, as a server's associations do.</summary>
    public void Send(DicomArchive archive, int senders, int count)
    {
        long last = Volatile.Read(ref _next) + count;
        Thread[] threads = [.. Enumerable.Range(0, senders).Select(_ => new Thread(() => Run(archive, last)))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Volatile.Write(ref _next, last);
    }

    private void Run(DicomArchive archive, long last)
    {
        byte[] bytes = [.. _template];
        while (Interlocked.Increment(ref _next) is var number && number <= last)
        {
            string suffix = (FirstUid + number).ToString(CultureInfo.InvariantCulture);
            System.Text.Encoding.ASCII.GetBytes(suffix, bytes.AsSpan(_uidAt));
            var incoming = new IncomingInstance { Id = new InstanceId(_sopClass, new DicomUid(Root + suffix)), TransferSyntax = _syntax };
            StoreOutcome outcome = archive.ReceiveAsync(incoming, PipeReader.Create(new ReadOnlySequence<byte>(bytes))).AsTask().GetAwaiter().GetResult();
            if (!outcome.IsStored) throw new InvalidOperationException(outcome.Status.ToString());
        }
    }
}
