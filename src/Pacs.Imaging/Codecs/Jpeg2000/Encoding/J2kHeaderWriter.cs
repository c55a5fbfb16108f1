using System.Buffers;
using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>Writes the markers of a codestream (ISO/IEC 15444-1 Annex A, 15444-15 §A).</summary>
internal sealed class J2kHeaderWriter(IBufferWriter<byte> output)
{
    /// <summary>Bytes of a tile-part header, SOT and SOD.</summary>
    public const int TilePartHeaderLength = 14;

    /// <summary>Writes the main header.</summary>
    /// <param name="plan">What is encoded how.</param>
    /// <param name="planes">Most magnitude bit planes of a band.</param>
    /// <param name="tileParts">Lengths of the tile-parts, headers included.</param>
    public void WriteMain(J2kEncodePlan plan, int planes, ReadOnlySpan<int> tileParts)
    {
        Marker(J2kMarker.Soc);
        Segment(J2kMarker.Siz, Siz(plan.Size));
        if (plan.IsHighThroughput) Segment(J2kMarker.Cap, Cap(plan, planes));
        Segment(J2kMarker.Cod, plan.Cod);
        Segment(J2kMarker.Qcd, plan.Qcd);
        Segment(J2kMarker.Tlm, Tlm(tileParts));
    }

    public void WriteTilePart(int index, int count, int length)
    {
        byte[] body = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(2), length);
        (body[6], body[7]) = ((byte)index, (byte)count);
        Segment(J2kMarker.Sot, body);
        Marker(J2kMarker.Sod);
    }

    public void WriteEnd() => Marker(J2kMarker.Eoc);

    public static int MainLength(J2kEncodePlan plan) => 2 + 4 + 38 + (3 * plan.Size.Components.Length) + (plan.IsHighThroughput ? 10 : 0) + 4 + plan.Cod.Length + 4 + plan.Qcd.Length + 4 + 2 + (6 * (plan.Levels + 1));

    private static byte[] Siz(J2kSize size)
    {
        byte[] body = new byte[36 + (3 * size.Components.Length)];
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)size.Capabilities);
        int[] grid = [size.X1, size.Y1, size.X0, size.Y0, size.TileWidth, size.TileHeight, size.TileX0, size.TileY0];
        for (int i = 0; i < grid.Length; i++) BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(2 + (4 * i)), grid[i]);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(34), (ushort)size.Components.Length);
        for (int c = 0; c < size.Components.Length; c++)
        {
            J2kComponentSize component = size.Components[c];
            body[36 + (3 * c)] = (byte)((component.Precision - 1) | (component.IsSigned ? 0x80 : 0));
            (body[37 + (3 * c)], body[38 + (3 * c)]) = ((byte)component.Dx, (byte)component.Dy);
        }

        return body;
    }

    // Part 15 alone is announced; one set of HT passes a block; bit 5 for the irreversible wavelet, bits 0 to 4 for the magnitudes (15444-15 §A.3).
    private static byte[] Cap(J2kEncodePlan plan, int planes)
    {
        int magnitudes = planes <= 8 ? 0 : planes < 28 ? planes - 8 : 13 + (planes >> 2);
        return [0, 2, 0, 0, 0, (byte)(magnitudes | (plan.IsReversible ? 0 : 0x20))];
    }

    // Tile index in 16 bits, length in 32 (Table A.36).
    private static byte[] Tlm(ReadOnlySpan<int> tileParts)
    {
        byte[] body = new byte[2 + (6 * tileParts.Length)];
        body[1] = 0x60;
        for (int i = 0; i < tileParts.Length; i++) BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(4 + (6 * i)), tileParts[i]);
        return body;
    }

    private void Marker(ushort marker)
    {
        BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(2), marker);
        output.Advance(2);
    }

    private void Segment(ushort marker, ReadOnlySpan<byte> body)
    {
        Marker(marker);
        BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(2), (ushort)(body.Length + 2));
        output.Advance(2);
        output.Write(body);
    }
}
