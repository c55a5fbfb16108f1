using System.Globalization;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>The Rendered Volume Response Module (PS3.18 Table K.1-1): what was asked, and what was chosen where nothing was said, so that a client can go on from there.</summary>
internal static class VolumeDescription
{
    public static DicomDataset Of(Volume volume, VolumeView view, bool isMpr)
    {
        var description = new DicomDataset();
        string method = (view.Method ?? (isMpr ? "average_ip" : "volume_rendered")).ToUpperInvariant();
        description.Set(DicomTag.ReformattingOperationType, isMpr ? "MPR" : "3D_RENDERING");
        description.Set(DicomTag.RenderingMethod, method);
        Vector3D target = view.Target ?? volume.Geometry.Center;
        // The projection is parallel: any distance gives the same picture, and from this one the whole volume lies before the camera.
        Set(description, DicomTag.ViewpointPosition, target - view.Direction * volume.Geometry.Diagonal);
        Set(description, DicomTag.ViewpointLookAtPoint, target);
        Set(description, DicomTag.ViewpointUpDirection, view.Up);
        if (isMpr && view.Slab > 0) description.SetDouble(DicomTag.MPRSlabThickness, view.Slab);
        if (method != "VOLUME_RENDERED" && (view.Window ?? (volume.Windows.Count > 0 ? volume.Windows[0] : null)) is { } window)
        {
            description.Set(DicomTag.VOILUTFunction, window.Function switch
            {
                VoiFunction.Sigmoid => "SIGMOID",
                VoiFunction.LinearExact => "LINEAR_EXACT",
                _ => "LINEAR",
            });
            description.Set(DicomTag.WindowWidth, window.Width.ToString("0.########", CultureInfo.InvariantCulture));
            description.Set(DicomTag.WindowCenter, window.Center.ToString("0.########", CultureInfo.InvariantCulture));
        }

        if (view.Swivel is { } swivel)
        {
            description.SetDouble(DicomTag.SwivelRange, swivel.Range);
            description.SetDouble(DicomTag.AnimationStepSize, swivel.Step);
            description.SetDouble(DicomTag.RecommendedAnimationRate, 1 / view.FrameTime.TotalSeconds);
        }

        return description;
    }

    private static void Set(DicomDataset dataset, DicomTag tag, Vector3D value) => dataset.SetDouble(tag, value.X, value.Y, value.Z);
}
