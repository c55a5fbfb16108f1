using System.Buffers.Binary;
using System.IO.Pipelines;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Gives out the data set bytes of a file through a pipe, as a network would.</summary>
internal static class FileSource
{
    public static async Task WriteAsync(DicomFile file, PipeWriter output, CancellationToken ct)
    {
        Exception? failure = null;
        try
        {
            var body = new HeadSkipper(output, file.DatasetOffset);
            await using (body.ConfigureAwait(false)) await file.SaveAsync(body, ct).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // told to the reader of the pipe
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
        }

        await output.CompleteAsync(failure).ConfigureAwait(false);
    }

    // Leaves out preamble and group 0002, whose length is stated at its beginning (PS3.10 §7.1).
    private sealed class HeadSkipper(PipeWriter output, long datasetOffset) : Stream
    {
        private const int StatedAt = 144;
        private readonly byte[] _head = new byte[StatedAt];
        private int _have;
        private long _skip = -1;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_skip < 0)
            {
                int take = Math.Min(StatedAt - _have, buffer.Length);
                buffer[..take].CopyTo(_head.AsMemory(_have));
                _have += take;
                buffer = buffer[take..];
                if (_have < StatedAt) return;
                await BeginAsync(cancellationToken).ConfigureAwait(false);
            }

            await PassAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override async ValueTask DisposeAsync()
        {
            if (_skip < 0) await BeginAsync(CancellationToken.None).ConfigureAwait(false); // shorter than any file with a head
            await base.DisposeAsync().ConfigureAwait(false);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private async ValueTask BeginAsync(CancellationToken ct)
        {
            bool hasHead = _have == StatedAt && _head.AsSpan(128, 8).SequenceEqual("DICM\x02\0\0\0"u8);
            _skip = hasHead ? StatedAt + BinaryPrimitives.ReadUInt32LittleEndian(_head.AsSpan(140)) : datasetOffset;
            await PassAsync(_head.AsMemory(0, _have), ct).ConfigureAwait(false);
        }

        private async ValueTask PassAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
        {
            int step = (int)Math.Min(_skip, bytes.Length);
            _skip -= step;
            if (step == bytes.Length) return;
            FlushResult result = await output.WriteAsync(bytes[step..], ct).ConfigureAwait(false);
            if (result.IsCompleted) throw new OperationCanceledException("Nobody reads the data set any more.");
        }
    }
}
