namespace Pacs.Imaging;

/// <summary>Draws a frame, and those of other data types that belong to it, through the palettes of their data paths (PS3.3 §C.7.6.23).</summary>
internal static class EnhancedPaletteStage
{
    /// <summary>Draws the picture; null where the frame's greys are what is to be seen.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="others">Frames of other data types. One of which there is none leaves its path out; a frame alone is shown in the colours of its own path.</param>
    /// <param name="attributes">What the data set says.</param>
    /// <param name="rent">Takes memory for the picture.</param>
    /// <exception cref="DicomImageException">Frames differ in size.</exception>
    public static RenderedImage? Draw(PixelFrame frame, IReadOnlyList<PixelFrame> others, DisplayAttributes attributes, Func<RenderedImage> rent)
    {
        if (attributes.EnhancedPalette is not { } palette || AssignmentOf(palette, frame) is not { Role: not DataPathRole.Grey }) return null;
        DataPathInput? primary = Input(DataPathRole.Primary, 16), high = Input(DataPathRole.Secondary, 16);
        DataPathInput? low = Input(DataPathRole.SecondaryLow, Math.Max(1, 16 - (high?.Bits ?? 0)));
        if (primary is null && high is null && low is null) return null;
        RenderedImage image = rent();
        int highBits = high?.Bits ?? 0, lowBits = low?.Bits ?? 0, secondBits = Math.Clamp(highBits + lowBits, 1, 16);
        bool hasSecond = high is not null || low is not null;
        Span<byte> pixels = image.Bytes;
        for (int i = 0; i * 3 < pixels.Length; i++)
        {
            int first = primary?.Of(i) ?? 0, second = ((high?.Of(i) ?? 0) << lowBits) | (low?.Of(i) ?? 0);
            Rgb under = primary is null ? default : palette.Primary.ColorOf(first, primary.Bits), over = hasSecond ? palette.Secondary.ColorOf(second, secondBits) : default;
            double one = 1, two = 1;
            if (primary is not null && hasSecond)
            {
                (int, int) alpha1 = palette.Primary.AlphaOf(first, primary.Bits), alpha2 = palette.Secondary.AlphaOf(second, secondBits);
                one = palette.PrimaryWeight.Of(alpha1, alpha2, 1);
                two = palette.SecondaryWeight.Of(alpha1, alpha2, one);
            }

            pixels[i * 3] = Sum(under.Red, over.Red, one, two);
            pixels[i * 3 + 1] = Sum(under.Green, over.Green, one, two);
            pixels[i * 3 + 2] = Sum(under.Blue, over.Blue, one, two);
        }

        return image;

        DataPathInput? Input(DataPathRole role, int maxBits)
        {
            foreach (PixelFrame candidate in (IEnumerable<PixelFrame>)[frame, .. others])
            {
                if (AssignmentOf(palette, candidate) is not { } assignment || assignment.Role != role) continue;
                if ((candidate.Layout.Columns, candidate.Layout.Rows) != (frame.Layout.Columns, frame.Layout.Rows))
                    throw new DicomImageException($"Frames of {candidate.Layout.Columns} x {candidate.Layout.Rows} and {frame.Layout.Columns} x {frame.Layout.Rows} pixels cannot be blended.");
                return DataPathInput.Of(candidate, assignment, attributes.Modality, maxBits);
            }

            return null;
        }
    }

    private static DataPathAssignment? AssignmentOf(EnhancedPalette palette, PixelFrame frame)
    {
        if (frame.Source is not { } source || !DataPathInput.CanUse(frame.Layout) || EnhancedPalette.DataTypeOf(source.Dataset, source.Frame) is not { } type) return null;
        return palette.Assignments.FirstOrDefault(assignment => assignment.DataType == type);
    }

    private static byte Sum(byte under, byte over, double one, double two) => (byte)Math.Min(255, under * one + over * two + 0.5);
}
