using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>The coded blocks of a frame, and the codestream they make. Dispose it to give its memory back.</summary>
internal sealed class J2kEncodedTile : IDisposable
{
    private readonly J2kEncodePlan _plan;
    private readonly J2kTile _tile;
    private readonly CodedBlock[] _blocks;
    private readonly (int Component, J2kBand Band)[] _places;
    private readonly CodecContext _context;

    private J2kEncodedTile(J2kEncodePlan plan, CodecContext context)
    {
        (_plan, _context) = (plan, context);
        _tile = new J2kTile(plan.Size, 0, plan.Parameters, context);
        _blocks = new CodedBlock[_tile.BlockCount];
        _places = new (int, J2kBand)[_tile.BlockCount];
        foreach (J2kPrecinct precinct in _tile.Precincts)
            foreach (J2kPrecinctBand part in precinct.Bands)
                _places.AsSpan(part.FirstBlock, part.BlocksWide * part.BlocksHigh).Fill((precinct.Component, part.Band));
    }

    /// <summary>Encodes all blocks.</summary>
    /// <param name="plan">How.</param>
    /// <param name="planes">Coefficients by component.</param>
    /// <param name="isMeasured">Whether they will be cut.</param>
    /// <param name="context">Threads and limits.</param>
    public static J2kEncodedTile Encode(J2kEncodePlan plan, int[][] planes, bool isMeasured, CodecContext context)
    {
        var tile = new J2kEncodedTile(plan, context);
        J2kParallel.For(tile._blocks.Length, context.MaxDegreeOfParallelism, context, static () => new Worker(), (i, worker) => tile.EncodeBlock(i, planes, isMeasured, worker));
        return tile;
    }

    /// <summary>Encodes all blocks of coefficients in 64 bits.</summary>
    /// <inheritdoc cref="Encode"/>
    public static J2kEncodedTile EncodeWide(J2kEncodePlan plan, long[][] planes, bool isMeasured, CodecContext context)
    {
        var tile = new J2kEncodedTile(plan, context);
        J2kParallel.For(tile._blocks.Length, context.MaxDegreeOfParallelism, context, static () => new Worker(), (i, worker) => tile.EncodeWideBlock(i, planes, isMeasured, worker));
        return tile;
    }

    /// <summary>Cuts the blocks so that their bytes fit.</summary>
    public void Cut(long budget)
    {
        double[] weights = [.. _places.Select(place => Math.Pow(place.Band.Step / 2 * WaveletNorms.Of(place.Band.Orientation, place.Band.Level) * ComponentNorm(place.Component), 2))];
        J2kRateControl.Cut(_blocks, weights, budget);
    }

    public long BodyLength() => _blocks.Sum(block => block.KeptPasses > 0 ? (long)block.KeptLength : 0);

    /// <summary>Bytes of the codestream.</summary>
    public long Length() => J2kHeaderWriter.MainLength(_plan) + TileParts(J2kPacketWriter.Headers(_tile, _blocks, _context)).Sum(length => (long)length) + 2;

    /// <summary>Writes the codestream.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var packets = J2kPacketWriter.Headers(_tile, _blocks, _context);
        int[] lengths = TileParts(packets);
        var headers = new J2kHeaderWriter(output);
        headers.WriteMain(_plan, _places.Max(place => place.Band.Planes), lengths);
        int part = -1;
        foreach ((J2kPrecinct precinct, byte[] header, _) in packets)
        {
            while (part < precinct.Resolution)
            {
                part++;
                headers.WriteTilePart(part, lengths.Length, lengths[part]);
            }

            J2kPacketWriter.Write(precinct, header, _blocks, output);
            _context.Checkpoint();
        }

        headers.WriteEnd();
    }

    public void Dispose()
    {
        foreach (ref CodedBlock block in _blocks.AsSpan()) block.Release();
        _tile.Dispose();
    }

    private int[] TileParts(List<(J2kPrecinct Precinct, byte[] Header, long BodyLength)> packets)
    {
        int[] lengths = new int[_plan.Levels + 1];
        Array.Fill(lengths, J2kHeaderWriter.TilePartHeaderLength);
        foreach ((J2kPrecinct precinct, byte[] header, long body) in packets) lengths[precinct.Resolution] = checked((int)(lengths[precinct.Resolution] + header.Length + body));
        return lengths;
    }

    private void EncodeBlock(int index, int[][] planes, bool isMeasured, Worker worker)
    {
        (int component, J2kBand band) = _places[index];
        ref readonly J2kBlock place = ref _tile.Block(index);
        ref CodedBlock block = ref _blocks[index];
        int stride = _plan.Size.X1;
        for (int y = 0; y < place.Height; y++)
        {
            ReadOnlySpan<int> row = planes[component].AsSpan(((place.Y + y) * stride) + place.X, place.Width);
            Span<uint> magnitudes = worker.Magnitudes.AsSpan(y * place.Width, place.Width);
            if (_plan.IsReversible) Quantizer.Reversible(row, magnitudes);
            else Quantizer.Irreversible(MemoryMarshal.Cast<int, float>(row), magnitudes, 1 / band.Step, (1 << Math.Min(band.Planes, J2kEncodePlan.MagnitudeBits)) - 1);
        }

        if (_plan.IsHighThroughput) worker.Ht.Encode(worker.Magnitudes, place.Width, place.Height, band.Planes, ref block);
        else worker.Mq.Encode(worker.Magnitudes, place.Width, place.Height, band.Orientation, band.Planes, isMeasured, ref block);
    }

    private void EncodeWideBlock(int index, long[][] planes, bool isMeasured, Worker worker)
    {
        (int component, J2kBand band) = _places[index];
        ref readonly J2kBlock place = ref _tile.Block(index);
        ref CodedBlock block = ref _blocks[index];
        int stride = _plan.Size.X1;
        if (worker.Wide.Length == 0) worker.Wide = new ulong[worker.Magnitudes.Length];
        for (int y = 0; y < place.Height; y++)
        {
            ReadOnlySpan<long> row = planes[component].AsSpan(((place.Y + y) * stride) + place.X, place.Width);
            Span<ulong> magnitudes = worker.Wide.AsSpan(y * place.Width, place.Width);
            if (_plan.IsReversible) Quantizer.Reversible(row, magnitudes);
            else Quantizer.Irreversible(MemoryMarshal.Cast<long, double>(row), magnitudes, 1 / (double)band.Step, (1L << band.Planes) - 1);
        }

        if (_plan.IsHighThroughput) worker.Ht.EncodeWide(worker.Wide, place.Width, place.Height, band.Planes, ref block);
        else worker.Mq.EncodeWide(worker.Wide, place.Width, place.Height, band.Orientation, band.Planes, isMeasured, ref block);
    }

    // What an error in Y, Cb or Cr weighs in red, green and blue.
    private double ComponentNorm(int component) => !_plan.HasComponentTransform ? 1 : component switch { 0 => 1.732, 1 => 1.805, _ => 1.573 };

    private sealed class Worker
    {
        public readonly uint[] Magnitudes = new uint[4096];
        public ulong[] Wide = [];
        public readonly MqBlockEncoder Mq = new();
        public readonly HtBlockEncoder Ht = new();
    }
}
