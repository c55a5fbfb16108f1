namespace Pacs.Imaging;

/// <summary>Hides what a shutter hides, in a picture of the frame's own size.</summary>
internal static class ShutterStage
{
    public static void Apply(ref RenderedImage image, DisplayShutter shutter, double aspect)
    {
        if (!shutter.Color.IsGrey) Colors.Ensure(ref image);
        for (int row = 0; row < image.Height; row++)
            for (int column = 0; column < image.Width; column++)
                if (!shutter.Shows(row, column, aspect)) Colors.Set(image, row, column, shutter.Color);
    }
}
