using System.Runtime.CompilerServices;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>One image on its way: frames are read, decoded and encoded several at a time, and come out in order.</summary>
internal sealed class TranscodeJob(FrameReader reader, PixelLayout declared, IFrameCodec decoder, IFrameCodec encoder, TransferSyntax target, TranscodeOptions options)
{
    private long _nativeLength;
    private long _sourceLength;

    /// <summary>The layout of the new frames; null until the first one came.</summary>
    public PixelLayout? Layout { get; private set; }

    /// <summary>Bytes of all frames, decoded.</summary>
    public long NativeLength => _nativeLength;

    /// <summary>Bytes of all frames as they were.</summary>
    public long SourceLength => _sourceLength;

    /// <summary>The new frames. The consumer disposes each.</summary>
    /// <exception cref="DicomImageException">A frame is broken, or decodes to another layout than the first one.</exception>
    public async IAsyncEnumerable<EncodedFrame> RunAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = new Queue<Task<(EncodedFrame Frame, PixelLayout Layout)>>();
        int next = 0, count = reader.Count, degree = Math.Max(1, options.MaxDegreeOfParallelism);
        var joiner = SyntaxFit.IsNative(target) && declared.BitsAllocated == 1 ? new BitJoiner() : null;
        try
        {
            while (next < count || running.Count > 0)
            {
                while (next < count && running.Count < degree)
                {
                    int frame = next++;
                    running.Enqueue(Task.Run(() => WorkAsync(frame, stop.Token), stop.Token));
                }

                (EncodedFrame done, PixelLayout layout) = await running.Peek().ConfigureAwait(false);
                _ = running.Dequeue();
                Layout ??= layout;
                if (layout != Layout)
                {
                    done.Dispose();
                    throw new DicomImageException($"Frame {done.Frame} has another layout than the first: {layout} instead of {Layout}.");
                }

                yield return joiner is null ? done : joiner.Join(done, layout.FrameBits, isLast: done.Frame == count - 1);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (Task<(EncodedFrame Frame, PixelLayout Layout)> task in running)
            {
                await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (task.IsCompletedSuccessfully) (await task.ConfigureAwait(false)).Frame.Dispose();
            }
        }
    }

    private async Task<(EncodedFrame Frame, PixelLayout Layout)> WorkAsync(int frame, CancellationToken ct)
    {
        using EncodedFrame source = await reader.ReadAsync(frame, ct).ConfigureAwait(false);
        Interlocked.Add(ref _sourceLength, source.Memory.Length);
        using PixelFrame pixels = FrameRecoding.Decode(source, declared, decoder, options, ct);
        Interlocked.Add(ref _nativeLength, pixels.Layout.FrameLength);
        return FrameRecoding.Encode(pixels, frame, encoder, target, options, ct);
    }
}
