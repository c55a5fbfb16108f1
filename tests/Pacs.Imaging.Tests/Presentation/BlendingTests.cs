using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Presentation;

public sealed class BlendingTests
{
    [Test]
    public void Blend_GreyUnderColour_MixesByOpacity()
    {
        using RenderedImage under = RenderedImage.Rent(1, 1, RenderedFormat.Gray8), over = RenderedImage.Rent(1, 1, RenderedFormat.Rgb24);
        under.Bytes[0] = 100;
        ((ReadOnlySpan<byte>)[200, 0, 100]).CopyTo(over.Bytes);
        using RenderedImage blended = under.Blend(over, 0.25);
        Assert.That(blended[0, 0], Is.EqualTo(new Rgb(125, 75, 100)));
    }

    [Test]
    public void Blend_OtherSize_IsRefused()
    {
        using RenderedImage under = RenderedImage.Rent(1, 1, RenderedFormat.Gray8), over = RenderedImage.Rent(1, 2, RenderedFormat.Gray8);
        Assert.Throws<ArgumentException>(() => under.Blend(over, 0.5));
    }
}
