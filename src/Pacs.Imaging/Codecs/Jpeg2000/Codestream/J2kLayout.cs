namespace Pacs.Imaging;

/// <summary>What a codestream decodes to, given what the data set says.</summary>
internal static class J2kLayout
{
    /// <summary>The layout of the decoded frame.</summary>
    /// <exception cref="DicomImageException">The stream contradicts the data set, or has fewer reductions.</exception>
    public static PixelLayout Of(J2kCodestream stream, PixelLayout declared, int reductions)
    {
        J2kSize size = stream.Size;
        int columns = size.X1 - size.X0, rows = size.Y1 - size.Y0, samples = size.Components.Length;
        if (columns != declared.Columns || rows != declared.Rows)
            throw new DicomImageException($"The codestream has {columns} x {rows} pixels; the data set declares {declared.Columns} x {declared.Rows}.");
        if (samples != declared.SamplesPerPixel) throw new DicomImageException($"The codestream has {samples} components; the data set declares {declared.SamplesPerPixel} samples a pixel.");
        if (samples > 4) throw new DicomImageException($"The codestream has {samples} components; 4 are supported.");
        int precision = size.Components.Max(component => component.Precision);
        if (precision > 32) throw new DicomImageException($"The codestream has samples of {precision} bits; 32 are supported.");
        if (Reductions(stream) < reductions) throw new DicomImageException($"The codestream can be halved {Reductions(stream)} times, not {reductions}.");

        J2kRect reduced = new J2kRect(size.X0, size.Y0, size.X1, size.Y1).Halve(reductions);
        int needed = precision == 1 && declared.BitsAllocated == 1 ? 1 : precision <= 8 ? 8 : precision <= 16 ? 16 : 32;
        return declared with
        {
            Columns = reduced.Width, Rows = reduced.Height,
            BitsAllocated = declared.BitsAllocated is 1 or 8 or 16 or 32 ? Math.Max(needed, declared.BitsAllocated) : needed,
            BitsStored = precision, HighBit = precision - 1, IsSigned = size.Components[0].IsSigned,
            Photometric = Photometric(declared, stream.Main.HasComponentTransform), IsPlanar = false,
        };
    }

    /// <summary>How often the image can be halved: the fewest decomposition levels of its components, as the main header has it.</summary>
    public static int Reductions(J2kCodestream stream)
    {
        int fewest = J2kCodingStyle.MaxLevels;
        for (int c = 0; c < stream.Size.Components.Length; c++) fewest = Math.Min(fewest, stream.Main.Style(c).Levels);
        // Beyond a single pixel there is nothing to halve.
        int largest = Math.Max(stream.Size.X1 - stream.Size.X0, stream.Size.Y1 - stream.Size.Y0);
        return Math.Min(fewest, 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)(largest - 1)));
    }

    /// <summary>A tile may have fewer levels than the main header says.</summary>
    public static void RequireReductions(J2kTile tile, int reductions)
    {
        foreach (J2kTileComponent component in tile.Components)
            if (component.Style.Levels < reductions) throw new DicomImageException($"Tile {tile.Index} can be halved {component.Style.Levels} times, not {reductions}.");
    }

    // The component transforms are undone here, so colour comes out as RGB (PS3.5 §8.2.4); what was coded without stays what it was.
    private static PhotometricInterpretation Photometric(PixelLayout declared, bool isTransformed)
    {
        if (declared.SamplesPerPixel != 3) return declared.Photometric;
        return declared.Photometric switch
        {
            PhotometricInterpretation.YbrRct or PhotometricInterpretation.YbrIct or PhotometricInterpretation.Unknown => PhotometricInterpretation.Rgb,
            PhotometricInterpretation.YbrFull422 or PhotometricInterpretation.YbrPartial422 or PhotometricInterpretation.YbrPartial420 => isTransformed ? PhotometricInterpretation.Rgb : PhotometricInterpretation.YbrFull,
            _ => declared.Photometric,
        };
    }
}
