namespace Pacs.Imaging;

/// <summary>Draws lines, areas and letters into a coloured picture. Coordinates are pixels of the picture, 0 at the outer corner of the first.</summary>
/// <param name="image">In <see cref="RenderedFormat.Rgb24"/>.</param>
internal sealed class Canvas(RenderedImage image)
{
    // Graphics may come from anywhere: what they may cost is bounded by the picture.
    private long _ink = 4_000_000 + 64L * image.Width * image.Height;

    /// <summary>A line with soft edges.</summary>
    public void Line((double X, double Y) from, (double X, double Y) to, Rgb color, double width)
    {
        double half = Math.Clamp(width, 1, 64) / 2;
        if (!Clip(ref from, ref to, half + 1)) return;
        bool isSteep = Math.Abs(to.Y - from.Y) > Math.Abs(to.X - from.X);
        if (isSteep) (from, to) = ((from.Y, from.X), (to.Y, to.X));
        if (from.X > to.X) (from, to) = (to, from);
        double slope = to.X > from.X ? (to.Y - from.Y) / (to.X - from.X) : 0;
        // Across the line, distances to it shorten by the cosine of its slope.
        double cosine = 1 / Math.Sqrt(1 + slope * slope), reach = (half + 0.5) / cosine;
        for (int along = (int)Math.Floor(from.X - half); along <= (int)Math.Floor(to.X + half); along++)
        {
            double center = along + 0.5, axis = from.Y + slope * (center - from.X);
            double end = Math.Min(Math.Min(center - from.X, to.X - center) + half, 0.5) + 0.5;
            if (end <= 0) continue;
            for (int across = (int)Math.Floor(axis - reach); across <= (int)Math.Floor(axis + reach); across++)
            {
                double cover = Math.Clamp(half + 0.5 - Math.Abs(across + 0.5 - axis) * cosine, 0, 1) * Math.Min(1, end);
                if (isSteep) Put(across, along, color, cover);
                else Put(along, across, color, cover);
            }
        }
    }

    /// <summary>Every other piece of a line.</summary>
    /// <param name="from">Where the line begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="color">The colour.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="walked">How far the figure has come: its dashes go on around corners.</param>
    public void Dashes((double X, double Y) from, (double X, double Y) to, Rgb color, double width, ref double walked)
    {
        if (!Clip(ref from, ref to, width + 1)) return;
        double dx = to.X - from.X, dy = to.Y - from.Y, length = Math.Sqrt(dx * dx + dy * dy);
        for (double at = 0; at < length;)
        {
            double phase = walked % (GraphicShape.DashLength + GraphicShape.DashGap), end = Math.Min(length, at + (phase < GraphicShape.DashLength ? GraphicShape.DashLength : GraphicShape.DashLength + GraphicShape.DashGap) - phase + 1e-6);
            if (phase < GraphicShape.DashLength) Line((from.X + dx * at / length, from.Y + dy * at / length), (from.X + dx * end / length, from.Y + dy * end / length), color, width);
            walked += end - at;
            at = end;
        }
    }

    /// <summary>The inside of a polygon, by the centers of the pixels and the even-odd rule.</summary>
    public void Fill(IReadOnlyList<(double X, double Y)> corners, Rgb color, double opacity)
    {
        var crossings = new List<double>();
        double top = corners.Min(static corner => corner.Y), bottom = corners.Max(static corner => corner.Y);
        for (int row = (int)Math.Clamp(top, 0, image.Height); row < Math.Clamp(Math.Ceiling(bottom), 0, image.Height); row++)
        {
            crossings.Clear();
            Spend(corners.Count);
            for (int i = 0, j = corners.Count - 1; i < corners.Count; j = i++)
                if (corners[i].Y > row + 0.5 != corners[j].Y > row + 0.5)
                    crossings.Add(corners[i].X + (row + 0.5 - corners[i].Y) / (corners[j].Y - corners[i].Y) * (corners[j].X - corners[i].X));
            crossings.Sort();
            for (int i = 0; i + 1 < crossings.Count; i += 2)
                for (int column = (int)Math.Clamp(Math.Ceiling(crossings[i] - 0.5), 0, image.Width); column + 0.5 < Math.Min(crossings[i + 1], image.Width); column++)
                    Put(column, row, color, opacity);
        }
    }

    /// <summary>Letters of a raster font, each point a square of <paramref name="scale"/> pixels, with a dark edge so that they are read on any ground.</summary>
    public void Text(string text, int x, int y, Rgb color, int scale)
    {
        foreach ((int dx, int dy) in ((int, int)[])[(-1, 0), (1, 0), (0, -1), (0, 1)]) Letters(text, x + dx, y + dy, Rgb.Black, scale);
        Letters(text, x, y, color, scale);
    }

    private void Letters(string text, int x, int y, Rgb color, int scale)
    {
        foreach (char letter in text)
        {
            if (x >= image.Width) return;
            for (int row = 0; row < RasterFont.Height * scale; row++)
                for (int column = 0; column < RasterFont.Width * scale; column++)
                    if (RasterFont.IsSet(letter, row / scale, column / scale)) Put(x + column, y + row, color, 1);
            x += RasterFont.Advance * scale;
        }
    }

    private void Put(int column, int row, Rgb color, double opacity)
    {
        Spend(1);
        if (opacity > 0 && (uint)column < (uint)image.Width && (uint)row < (uint)image.Height) Colors.Mix(image, row, column, color, opacity);
    }

    private void Spend(int ink)
    {
        if ((_ink -= ink) < 0) throw new DicomImageException($"The graphics over the picture of {image.Width} x {image.Height} pixels are too many to draw.");
    }

    // What lies outside the picture costs nothing (Liang and Barsky); false when all does, or a coordinate is no number.
    private bool Clip(ref (double X, double Y) from, ref (double X, double Y) to, double margin)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y, enters = 0, leaves = 1;
        if (!double.IsFinite(dx) || !double.IsFinite(dy)) return false;
        Span<(double Step, double Room)> edges = [(-dx, from.X + margin), (dx, image.Width + margin - from.X), (-dy, from.Y + margin), (dy, image.Height + margin - from.Y)];
        foreach ((double step, double room) in edges)
        {
            if (step == 0 && room < 0) return false;
            if (step < 0) enters = Math.Max(enters, room / step);
            if (step > 0) leaves = Math.Min(leaves, room / step);
        }

        if (enters > leaves) return false;
        (from, to) = ((from.X + enters * dx, from.Y + enters * dy), (from.X + leaves * dx, from.Y + leaves * dy));
        return true;
    }
}
